"""What a continuity officer asks, and which kind of the plan language holds the answer."""

from collections.abc import Mapping
from types import MappingProxyType

FAMILIES: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "The plan and its people",
        ("plan", "people", "teams", "roles", "rotas", "hours", "organisations"),
    ),
    (
        "What must go on, and what it stands on",
        (
            "processes",
            "strategies",
            "sites",
            "systems",
            "suppliers",
            "redundancy",
            "causes",
            "records",
            "queues",
        ),
    ),
    (
        "What can happen, how it is noticed, what is done",
        ("risks", "levels", "indicators", "levers", "playbooks", "procedures", "escalations"),
    ),
    (
        "Who hears what, and what may be said",
        ("channels", "audiences", "messages", "notifications", "forms", "facts"),
    ),
    (
        "Ready and learning",
        ("courses", "wellbeing", "exercises", "events", "improvements", "waivers"),
    ),
)
"""The kinds in families, in the order of the page."""

QUESTIONS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "plan": (
            "What does this plan cover, and what not?",
            "Who may start it, and who keeps it right?",
            "Who approved it, and when is it looked through again?",
            "Which other plans meet it, and when do they take over?",
        ),
        "people": (
            "On what number do I reach her at night, when the office telephones are dead?",
            "Who is away next week?",
            "When were these numbers last tried?",
        ),
        "teams": (
            "Who decides why, who decides how, and who does it?",
            "Where do we meet, and where if that room is lost?",
            "How often do we meet while it lasts, and what do we go through?",
        ),
        "roles": (
            "Who does this tonight, and who if they do not answer?",
            "What may the holder decide alone, up to what limit, and until when?",
            "What does the holder take along, and tell the next one?",
        ),
        "rotas": (
            "Who is on duty at three on Sunday morning?",
            "Is there an hour at which nobody is?",
        ),
        "hours": (
            "What do we mean by day, by night, and by office hours?",
            "Which days are left out?",
        ),
        "organisations": (
            "Who outside can help, how fast, and for how long?",
            "What is theirs to decide?",
            "Whom do I ask for, and what do I quote?",
        ),
        "processes": (
            "What must go on, and what comes back first?",
            "How long can it be down before harm is done?",
            "What is the least that is acceptable, with how many people, for how long?",
            "What does it stand on?",
        ),
        "strategies": (
            "How do we go on without the building, the system, the people?",
            "When do we choose this way and not the other, and who decides?",
            "What share of the service does it give, and how long does it last?",
        ),
        "sites": (
            "Where do we go when this place is lost, and how do we get in?",
            "Where do people gather, and who counts them?",
            "What keeps it going without mains power?",
        ),
        "systems": (
            "How long until it is back: asked for, promised, shown?",
            "How do we work without it, and from when?",
            "What is lost with it, and what takes it away?",
            "What is in the go-bag, and who checked it last?",
        ),
        "suppliers": (
            "Whom do I call at three in the morning, and what do I quote?",
            "What have they promised, and have they shown it?",
            "Who may call on their continuity service, and what does it cost?",
        ),
        "redundancy": (
            "What stands in for what?",
            "Who decides to switch, who does it, and how long does it take?",
            "When was it last done for real?",
        ),
        "causes": (
            "What takes several things at once?",
            "Do the two lines share a duct?",
        ),
        "records": (
            "Where is the list when the system that holds it is down?",
            "When was the paper copy last found current?",
        ),
        "queues": (
            "How many calls come, and how many people does that take?",
            "Where do the numbers point when the site is lost, and who changes them?",
            "Which queue do we close first, and which never?",
            "How does a caller in danger always reach a person?",
        ),
        "risks": (
            "What can happen here, and what does it take away?",
            "What keeps it small, and who lives with what remains?",
            "Which playbook answers it?",
        ),
        "levels": (
            "How bad is this, by what anybody can see?",
            "Who declares it, who is told at once, and who comes together?",
            "When do we go higher, and when lower?",
        ),
        "indicators": (
            "How do we notice, before callers tell us?",
            "At what figure, for how long, is it a warning, and when a crisis?",
            "When is it over?",
        ),
        "levers": (
            "What can the shift lead do within minutes, and in which order?",
            "What does it give, and what does it cost?",
            "When does it end?",
        ),
        "playbooks": (
            "What do we do, who does it, by when?",
            "When do we start it in part, when in full, and who says so?",
            "Whom do we call by day, and whom by night?",
            "When is it over?",
        ),
        "procedures": (
            "What are the steps, and how do I see that each is done?",
            "What is to be decided on the way, and what holds if nobody does?",
            "Who must know when it takes too long?",
        ),
        "escalations": (
            "Who is called first, how, and how long do they have to accept?",
            "What if nobody accepts?",
            "Who is the last, who must be reached?",
        ),
        "channels": (
            "How do we reach people when this way is dead?",
            "What does this way need to work?",
            "Who may send on it, and how is it used?",
        ),
        "audiences": (
            "Who must hear from us, and who speaks with them?",
            "How, and how else?",
            "Who among them must be told first?",
        ),
        "messages": (
            "What do we say first, and within how many minutes?",
            "Who approves it, and what if they are silent?",
            "What must not be said?",
        ),
        "notifications": (
            "Who must be told by law or contract, and when does the clock start?",
            "What must be the case for it to be due?",
            "Who sends it, and on what way?",
        ),
        "forms": (
            "What do I ask and write down when the screen is dark?",
            "Which request comes first, and who gets it?",
            "Where do the printed forms lie, and who types them in afterwards?",
        ),
        "facts": (
            "What may I tell callers?",
            "Who keeps it true, and how often?",
        ),
        "courses": (
            "Who needs which training, and how often?",
            "How soon after somebody takes on a role?",
        ),
        "wellbeing": (
            "Who looks after the people who look after callers?",
            "Whom can I talk to, and on what number?",
        ),
        "exercises": (
            "What do we practise next, with whom, and how often?",
            "What shall it show, and by which figure is that judged?",
            "What must not be touched?",
        ),
        "events": (
            "What has really been tried, and when?",
            "How long did it take, against what we promised?",
            "What did we learn?",
        ),
        "improvements": (
            "What must change, who does it, by when?",
            "How do we know that it helped?",
        ),
        "waivers": (
            "Which finding do we live with, and why?",
            "Who accepted it, and until when?",
        ),
    }
)
"""Kind (or ``plan``) → two to four questions that its objects answer."""
