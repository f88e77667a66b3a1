"""Every loss and every two: the shares against trying them all; stories and changes by example."""

import datetime as dt
from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st
from random_plans import plans
from small_plans import ONE_PERSON_TWO_ROLES, plan_of
from tries import tries

from bcp.errors import BcpError
from bcp.graph.clock.recovering import recovering
from bcp.graph.clock.times import PlanTimes
from bcp.graph.stress.answer import Failed
from bcp.graph.stress.counting import InNoTime, OnlyShown
from bcp.graph.stress.shape import as_json
from bcp.graph.stress.stress import stress
from bcp.graph.stress.wording import sentences
from bcp.graph.structure import structure_of
from bcp.graph.what_if.returns import Missing
from bcp.model.processes import Times
from bcp.model.scalars import Duration

SHOWN = {"on": "2026-02-03"}
LENGTHS = st.sampled_from((None, 600, 1800, 7200))


def length(draw):
    seconds = draw(LENGTHS)
    return None if seconds is None else Duration(seconds)


@st.composite
def timed_plans(draw):
    """A random plan some of whose times are said, and some of these shown."""
    plan = draw(plans())
    objects = dict(plan.objects)
    for one in plan.objects.values():
        if one.kind == "processes":
            objects[one.id] = one.saying(mtpd=length(draw), rto=length(draw))
        elif one.kind in ("sites", "systems", "suppliers"):
            takes, times = length(draw), None
            if takes is not None:
                shown = draw(st.sampled_from(({}, {"demonstrated": SHOWN | {"time": str(takes)}})))
                times = Times.read({"committed": str(takes), **shown})
            field = "restore" if one.kind == "sites" else "restore_time"
            objects[one.id] = one.saying(noticed_within=length(draw), **{field: times})
        elif one.kind == "redundancy" and one.switch is not None and draw(st.booleans()):
            objects[one.id] = one.saying(switch=one.switch.saying(tested=dt.date(2026, 2, 3)))
        elif one.kind == "strategies":
            objects[one.id] = one.saying(within=Duration(draw(st.sampled_from((600, 3600)))))
    return replace(plan, objects=objects)


def asked(plan, **options):
    """The answer, unless what waits for itself makes it too deep to count."""
    try:
        return stress(plan, **options)
    except BcpError:
        reject()


class ByTrying:
    """What every set of losses does, one after the other."""

    def __init__(self, plan, found):
        self.structure = structure_of(plan)
        self.compared = [plan.objects[one.process] for one in found.compared]
        said = PlanTimes(plan, self.structure)
        self.times = {"said": said, "best": InNoTime(said), "shown": OnlyShown(said)}
        self.could = [
            number
            for number, node in enumerate(self.structure.nodes)
            if node.own and node.kind != "processes"
        ]

    def late(self, lost, times, targets):
        back = recovering(self.structure, self.times[times], lost)
        return any(
            back.at(self.structure.number[one.id]) > getattr(one, target).total
            for one in self.compared
            for target in targets
            if getattr(one, target) is not None
        )

    def counts(self, size):
        """(breached, beyond, beyond or unproven, beyond or later than an RTO)"""
        found = [0, 0, 0, 0]
        asked = (("best", ["mtpd"]), ("said", ["mtpd"]), ("shown", ["mtpd"]))
        for lost in combinations(self.could, size):
            for place, (times, targets) in enumerate((*asked, ("said", ["mtpd", "rto"]))):
                found[place] += self.late(lost, times, targets)
        return found


def counted(share):
    beyond = share.total - share.within
    assert share.breached + share.not_known == beyond
    return [share.breached, beyond, beyond + share.unproven, beyond + share.rto_missed]


@given(timed_plans())
@settings(max_examples=tries(20), deadline=None)
def test_the_shares_are_those_of_trying_every_loss_and_every_two(plan):
    found = asked(plan)
    tried = ByTrying(plan, found)
    assert found.things + found.left_out == len(tried.could)
    single, pair = found.shares
    assert counted(single) == tried.counts(1)
    # A pair with a thing that no process stands on does what the other does alone.
    beside = [one * found.left_out for one in counted(single)]
    both = [one + more for one, more in zip(counted(pair), beside, strict=True)]
    assert both == tried.counts(2)


@given(timed_plans())
@settings(max_examples=tries(20), deadline=None)
def test_every_story_is_true_and_none_is_told_twice(plan):
    found = asked(plan, top=1000)
    tried = ByTrying(plan, found)
    number = tried.structure.number
    told = set()
    for tale in found.tales:
        members = [[(one,) for one in part.of] for part in tale.parts if part.take == 1]
        if len(members) != len(tale.parts):
            continue
        sets = [()]
        for part in members:
            sets = [before + one for before in sets for one in part]
        assert len(sets) == tale.count
        first = tale.fates[0]
        backs = []
        for several in sets:
            assert frozenset(several) not in told
            told.add(frozenset(several))
            lost = tuple(number[one] for one in several)
            back = recovering(tried.structure, tried.times["said"], lost)
            best = recovering(tried.structure, tried.times["best"], lost)
            for fate in tale.fates:
                assert back.at(number[fate.process]) > fate.mtpd
                if fate.verdict == "breached":
                    assert best.at(number[fate.process]) > fate.mtpd
            backs.append(back.at(number[first.process]))
        longest = max(backs)
        if not tale.alike:
            assert first.back == (None if longest == float("inf") else longest)


@given(timed_plans())
@settings(max_examples=tries(30), deadline=None)
def test_what_is_removed_and_what_is_left_add_up(plan):
    found = asked(plan)
    if not found.compared:
        return
    on_the_list = [share.total - share.within for share in found.shares]
    for size, count in enumerate(on_the_list):
        removed = sum(one.removes[size] for one in found.advice.changes)
        assert found.advice.left[size] + removed == count
    for change in found.advice.changes:
        assert any(change.removes)
        assert all(count >= 0 for count in change.removes)


@given(timed_plans())
@settings(max_examples=tries(30), deadline=None)
def test_without_pairs_the_single_losses_are_told_the_same(plan):
    alone, both = asked(plan, order=1), asked(plan)
    assert alone.shares == both.shares[:1]
    assert alone.things == both.things


# ── examples ───────────────────────────────────────────────────────────────────────────────────

LINES = """
processes:
  calls: {title: Taking calls, tier: critical, needs: [lines, desk-app], rto: 1h, mtpd: 2h}
  mail: {title: Answering mail, tier: routine, needs: [mail-server], mtpd: 1d}
redundancy:
  lines:
    title: Lines
    of: [trunk-a, trunk-b]
    mode: manual
    switch: {decided_by: duty, decided_within: 10m, by: duty, within: 15m}
systems:
  trunk-a: {title: Trunk A, type: telephony, supplier: carrier-a, noticed_within: 5m,
            restore_time: {committed: 1h}}
  trunk-b: {title: Trunk B, type: telephony, supplier: carrier-b, noticed_within: 5m,
            restore_time: {committed: 1h}}
  desk-app: {title: Desk, type: application, noticed_within: 5m, restore_time: {committed: 30m}}
  mail-server: {title: Mail server, type: data, restore_time: {committed: 3d}}
  printer: {title: Printer, type: data}
suppliers:
  carrier-a: {title: Carrier A, service: lines, shares: [duct], restore_time: {committed: 6h}}
  carrier-b: {title: Carrier B, service: lines, shares: [duct], restore_time: {committed: 4h}}
causes:
  duct: {title: The duct under Mill Road, restore_time: 2d}
roles:
  duty: {title: Duty manager, primary: ann, alternates: [ben]}
people:
  ann: {name: Ann}
  ben: {name: Ben}
"""


def told(plan, **options):
    found = stress(plan, **options)
    return found, "\n".join(map(str, sentences(found, plan)))


def test_a_single_loss_of_a_critical_process_is_told_before_its_pairs_and_before_routine_work():
    found, text = told(plan_of(LINES))
    lost = [tuple(part.of for part in one.parts) for one in found.tales]
    assert lost == [(("duct",),), (("carrier-a",), ("carrier-b",)), (("mail-server",),)]
    assert "The duct under Mill Road (duct)" in text
    # The duct is restored, and then the trunk starts again.
    assert (
        "Taking calls is down for 2 days 1 hour, 1 day 23 hours beyond its MTPD of 2 hours" in text
    )
    assert text.splitlines()[0] == (
        "Losses that keep a process down beyond its MTPD: alone 2, two together 16; not known: "
        "alone 0, two together 0"
    )


def test_things_that_no_process_stands_on_are_left_out_and_counted():
    found, text = told(plan_of(LINES))
    assert (found.things, found.left_out) == (9, 1)
    assert "Left out: 1 thing that no process stands on" in text


def test_advice_is_worked_out_on_the_changed_plan():
    found, text = told(plan_of(LINES))
    changes = [
        (one.kind, one.of, one.process or one.to, one.removes) for one in found.advice.changes
    ]
    assert ("strategy", "mail-server", "mail", (1, 8)) in changes
    assert found.advice.left == (0, 0)
    assert "fewer might do" in text


def test_a_time_that_is_not_written_down_is_asked_for_first():
    silent = LINES.replace("noticed_within: 5m,\n            restore", "restore")
    found, text = told(plan_of(silent), process_id="calls")
    assert found.tales[0].verdict == "breached"  # the duct takes both, whatever the switch takes
    first = found.advice.changes[0]
    assert first.kind == "times"
    assert first.figures == (Missing("noticing", "trunk-a"),)
    assert "Write down how soon the loss of Trunk A (trunk-a) is noticed" in text
    unknown = next(one for one in found.tales if one.verdict == "not-known")
    assert unknown.fates[0].unwritten[0] == Missing("noticing", "trunk-a")
    assert "not known. By what the plan says" in text


def test_a_switch_that_is_too_slow_is_to_be_faster():
    slow = LINES.replace("within: 15m}", "within: 5h}").replace(", shares: [duct]", "")
    slow = slow.replace("{committed: 4h}", "{committed: 1h}")
    found, text = told(plan_of(slow), process_id="calls", order=1)
    (change,) = found.advice.changes
    assert (change.kind, change.of, change.to, change.seconds) == (
        "faster-switch",
        "lines",
        "trunk-b",
        7200,
    )
    assert "Have Lines (lines) switched to Trunk B (trunk-b) within 2 hours" in text


def test_of_a_huge_plan_pairs_are_not_counted_and_that_is_said(monkeypatch):
    monkeypatch.setattr("bcp.graph.stress.counting._WORK", 10)
    found, text = told(plan_of(LINES))
    assert found.pairs_left_out
    assert [one.size for one in found.shares] == [1]
    assert "Pairs were not counted, since the plan is so large" in text


def test_who_fills_two_roles_gets_an_alternate():
    plan = plan_of(ONE_PERSON_TWO_ROLES.replace("critical, needs", "critical, mtpd: 1h, needs"))
    found, text = told(plan)
    assert found.tales[0].fates[0].back is None
    assert "nobody can say for how long: nobody is left for" in text
    assert found.advice.changes[0].kind == "alternate"
    assert "Name another alternate for" in text


def test_a_process_without_an_mtpd_is_not_compared_and_said():
    found, text = told(plan_of(LINES.replace(", mtpd: 1d", "")))
    assert found.no_mtpd == ("mail",)
    assert "Not compared, for want of an MTPD: Answering mail (mail)" in text


def test_where_nothing_can_be_compared_that_is_the_answer():
    plan = plan_of("processes: {calls: {title: Calls, tier: critical}}")
    found, text = told(plan)
    assert found.compared == ()
    assert text.startswith("No process can be compared with an MTPD")


def test_where_everything_holds_that_is_the_verdict():
    plan = plan_of(
        "processes: {calls: {title: Calls, tier: critical, mtpd: 1d, needs: [app]}}\n"
        "systems: {app: {title: App, type: data, restore_time: {committed: 2h}}}"
    )
    found, text = told(plan)
    assert found.verdict == "within"
    assert text.startswith(
        "Whatever is lost, alone or two together, every process is back within its MTPD."
    )
    assert "unproven: 1 of those within" in text
    assert not found.advice.changes


def test_one_process_alone_can_be_asked_about():
    found = stress(plan_of(LINES), "mail")
    assert [one.process for one in found.compared] == ["mail"]
    assert found.things == 1
    with pytest.raises(BcpError):
        stress(plan_of(LINES), "post")


def test_programs_read_it_with_the_name_of_its_shape():
    found = as_json(stress(plan_of(LINES), top=1))
    assert (found["format"], found["verdict"], found["more_stories"]) == (
        "bcp.stress/1",
        "breached",
        True,
    )
    (story,) = found["stories"]
    assert story["lost"] == [{"take": 1, "of": ("duct",)}]
    assert story["processes"][0]["back"] == 176_400
    assert found["advice"]["greedy"] is True


def test_a_strategy_is_called_too_slow_only_where_being_faster_would_help():
    text = """
processes: {calls: {title: Calls, tier: critical, rto: 15m, mtpd: 30m, needs: [hall, lines]}}
sites: {hall: {title: Hall, noticed_within: 1m, restore: {committed: 2d}}}
systems:
  lines: {title: Lines, type: telephony, noticed_within: 1m, restore_time: {committed: 10h}}
  laptops: {title: Laptops, type: equipment, restore_time: {committed: 1d}}
strategies:
  home: {title: From home, for: calls, without: [hall], needs: [laptops], do: move, by: lead,
         decided_by: lead, decided_within: 5m, within: 40m}
procedures: {move: {title: Move, steps: [{id: a, do: Move, by: lead}]}}
roles: {lead: {title: Lead, primary: ann, alternates: [ben]}}
people: {ann: {name: Ann}, ben: {name: Ben}}
"""

    def why(text):
        return {one.example: one.failed for one in stress(plan_of(text), top=100).tales}

    reasons = why(text)
    assert reasons["lines",] == (Failed("home"),)
    assert reasons["hall",] == (Failed("home", seconds=46 * 60),)
    fast = why(text.replace("within: 40m", "within: 10m"))
    assert fast["hall", "laptops"] == (Failed("home", "laptops"),)
