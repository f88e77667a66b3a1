"""Which field says what: the part of the language reference for facts that seem to fit in two.

Two people who write down the same situation should come to the same plan. Each row gives a fact as
people say it, the one place for it, and what the places beside it are for.
"""

HOMES: tuple[tuple[str, str, str], ...] = (
    (
        "The shift lead decides to switch, within 3 minutes",
        "`redundancy.switch.decided_by` and `decided_within`",
        "The same role as `reroute.decided_by` of the numbers that go with it. "
        "`activation.full.by` is who starts this playbook, on what its `when` says; "
        "`levels.declared_by` who says how bad it is; `activated_by` of the plan the one role that "
        "may start any of it, also what no playbook foresees: often the same role, and it need "
        "not be. Write no task and no `decide` step for it: cards and drills ask for the decision "
        "by themselves",
    ),
    (
        "If the shift lead has not decided in 3 minutes, the duty manager decides",
        "`otherwise: {by: …, within: …}` of the `switch` or strategy, behind `decided_within`: "
        "`within` is how soon the second decides then",
        "Not the escalation: who has answered may still not have decided. `authority` of the "
        "second role says on its card that it may. `otherwise` of a `decide` step says in words "
        "what holds when nobody decides",
    ),
    (
        "If the shift lead does not answer, the duty manager is called",
        "the `steps` of the escalation: `accepts_within` is how long everybody who may hold the "
        "role has together, `otherwise` who is called next",
        "`alternates` of a role are people who may hold it. Answering is not deciding: for that "
        "see the row above",
    ),
    (
        "The engineer switches; it takes 25 minutes; last time it took 31",
        "`redundancy.switch`: `by`, `procedure`, `within` (once decided, until calls are "
        "answered); the 31 minutes stand in the event that took them, as the row below says",
        "`duration` of a step is that step alone. Where pointing the number is the whole switch, "
        "`reroute` says where to, and its `within` is left out; else that is pointing the number "
        "alone. `set_up` of a site getting the room ready, `restore_time` of a system repairing "
        "what is broken, `restart_time` starting it once power is back",
    ),
    (
        "It was last tried on 18 June",
        "an object under `events`, with `measured: [{what: …, of: switch, time: 31m}]`. What an "
        "incident, a test, or an exercise in which things are really done has measured counts as "
        "shown, the latest of it; nothing else need name it",
        "`demonstrated` says the same beside the promise, where no event is kept. `tested` is the "
        "day alone, where nothing was measured",
    ),
    (
        "No call was answered for 5 minutes",
        "`indicators`: `critical: {beyond: 1, for: 5m}` with `better: higher`, which starts the "
        "playbook by `on_critical`. The limit itself does not count: below 1 is none at all, and "
        "nothing is ever below 0",
        "and `noticed_within: 5m` of the system: the indicator says what the alarm is, this is "
        "what recovery is reckoned with. `activation.full.when` and `criteria` of a level say the "
        "same in words, for paper; `signs` what else one sees",
    ),
    (
        "Callers hear an announcement within 10 minutes of the loss",
        "an object under `messages`: `first_within: 10m`, `first_from: disruption`, `publish`",
        "Without `first_from` the time counts from when the playbook is started. Two things with "
        "two times are two messages. Write no task for it: the message is asked for by itself, "
        "when the playbook names it under `messages`",
    ),
    (
        "The words are agreed, the duty manager has approved them",
        "`approve: {by: …, beforehand: the day}` of the message",
        "`within` and `if_silent` are for who is asked on the night: then nobody is",
    ),
    (
        "Staff are told by text message",
        "`messages`, to an audience of the type `staff`",
        "`escalations` are for people who must accept; `must_be_told` of a level for roles that "
        "must know",
    ),
    (
        "Agents write requests on paper; 60 forms lie in the red box",
        "`forms`: `copies: [{where: …, how_many: 60}]`, `back_entry` for how soon they are entered",
        "`contents` of a box lists what else is in it. How the work goes on meanwhile: the next "
        "row",
    ),
    (
        "Until the stand-in answers, we write on paper",
        "a task under `continue`, with the `procedure` and `when`",
        "A strategy is for a process that goes on by it, for hours or days, when it is decided: it "
        "says how much it `gives` and how long it `lasts`. `manual` of a system names what its "
        "users do without it",
    ),
    (
        "The partner takes 12 calls at a time, 30 minutes after the duty manager asks",
        "`queues.overflow`: `partner`, `capacity`, `ramp`, `trigger`, and `owner`, who asks. "
        "Agents or calls at a time come to the same figure",
        "Write no task for it: it stands on the card of its `owner`, and drills ask for it when "
        "the queue is hit. The partner itself under `suppliers` (with `contract.reference`, which "
        "is quoted) or `organisations` (mutual aid); its `capacity` is for everybody together. A "
        "strategy, if a process goes on by it alone",
    ),
    (
        "We switch back after an hour, when the duty manager decides, after 22:00",
        "a task under `return`, with a procedure of the `purpose` return: a `decide` step first "
        "(`by`, and under `when` what must be the case), then the steps that come `after` it, each "
        "with its own `when`",
        "It is asked for once it is decided, cards and drills say when. `stand_down` is the end of "
        "it all, when everything is back; where it is the decision, the tasks that wait for it "
        "say so under `when`",
    ),
    (
        "We stand down when all calls are answered from here again",
        "`playbooks.stand_down`: `when`, `by`",
        "`recovered` of an indicator ends its alarm; `lower_when` of a level says when it is less "
        "bad",
    ),
    (
        "This playbook is for that risk",
        "`playbook` of the risk, or `for.risks` of the playbook: one of the two is enough",
        "`for.losses` is for a loss whose cause nobody knows yet",
    ),
    (
        "What a risk takes",
        "`risks.removes`: ids, share of staff, demand, and for how long",
        "`threatens` is what suffers in the end; `for` of a playbook what it answers",
    ),
    (
        "How soon it must be back",
        "`processes.rto` and `mtpd`",
        "`restore_time.required` of a system follows from it; `committed` is somebody's promise",
    ),
    (
        "By when a step is done",
        "`within`, from activation or from the end of `after`",
        "`duration` is how long the hands are busy with it; both may stand",
    ),
    (
        "A review within 5 working days",
        "a task with `within: 7d`, and the working days in its words",
        "A length of time runs on through weekends and closed days: write the longest that 5 "
        "working days take",
    ),
    (
        "A rehearsal at a table, a try-out of one switch, a real night",
        "`events` of the type `exercise`, `test`, `incident`",
        "`exercises` is what is planned: scenario, injects, what is expected",
    ),
)
"""(as people say it, where it stands, what the places beside it are for)."""
