"""Which field says what: the part of the language reference for facts that seem to fit in two.

Two people who write down the same situation should come to the same plan. Each row gives a fact as
people say it, the one place for it, and what the places beside it are for.
"""

HOMES: tuple[tuple[str, str, str], ...] = (
    (
        "The shift lead decides to switch, within 3 minutes",
        "`redundancy.switch.decided_by` and `decided_within`",
        "The same role as `reroute.decided_by` of the numbers that go with it. "
        "`activation.full.by` is who starts the playbook; `levels.declared_by` who says how bad it "
        "is; "
        "`activated_by` of the plan the one role that may start everything. Write no task and no "
        "`decide` step for it: cards and drills ask for the decision by themselves",
    ),
    (
        "If the shift lead does not answer, the duty manager decides",
        "the `steps` of the escalation: `accepts_within` is how long everybody who may hold the "
        "role has together, `otherwise` who is called next",
        "`alternates` of a role are people who may hold it; `authority` of the second role says "
        "that it may decide too",
    ),
    (
        "The engineer switches; it takes 25 minutes; last time it took 31",
        "`redundancy.switch`: `by`, `procedure`, `within` (once decided, until calls are "
        "answered), and `demonstrated: {time: 31m, on: …, in: the event}`",
        "`duration` of a step is that step alone. `reroute.within` is pointing the number alone, "
        "`set_up` of a site getting the room ready, `restore_time` of a system repairing what is "
        "broken, `restart_time` starting it once power is back",
    ),
    (
        "It was last tried on 18 June",
        "an object under `events`, with `measured`; `demonstrated.in` names it",
        "`tested` is the day alone, where nothing was measured",
    ),
    (
        "No call was answered for 5 minutes",
        "`indicators`: `critical: {beyond: …, for: 5m}`, which starts the playbook by "
        "`on_critical`",
        "`activation.full.when` says the same in words, for paper. `noticed_within` is how long it "
        "takes until somebody knows; `signs` what else one sees; `criteria` of a level how bad it "
        "is",
    ),
    (
        "Callers hear an announcement within 10 minutes",
        "an object under `messages`: `first_within`, `approve`, `publish`",
        "Two things with two times are two messages. Write no task for it: the message is asked "
        "for by itself, when the playbook names it under `messages`",
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
        "A strategy says that the work goes on by hand, with the procedure under `do`, how much it "
        "`gives` and how long it `lasts`. `contents` of a box lists what else is in it",
    ),
    (
        "The partner takes 12 calls at a time after 30 minutes",
        "`queues.overflow`: `partner`, `capacity`, `ramp`, `trigger`",
        "The partner itself under `suppliers` (with contract) or `organisations` (mutual aid); its "
        "`capacity` is for everybody together. A strategy, if a process goes on by it alone",
    ),
    (
        "We stand down when calls were answered for 30 minutes",
        "`playbooks.stand_down`: `when`, `by`",
        "`recovered` of an indicator ends its alarm; `lower_when` of a level says when it is less "
        "bad",
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
        "A rehearsal at a table, a try-out of one switch, a real night",
        "`events` of the type `exercise`, `test`, `incident`",
        "`exercises` is what is planned: scenario, injects, what is expected",
    ),
)
"""(as people say it, where it stands, what the places beside it are for)."""
