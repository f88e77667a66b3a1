"""What holds in every example plan: each is a model for whoever writes the next one."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import chain
from pathlib import Path

import pytest
import yaml

from bcp.cli.plans import readable_plan
from bcp.graph.what_if.what_if import what_if
from bcp.model.resources import Cause, Redundancy, Site, Strategy, Supplier, System
from bcp.model.response import Risk
from bcp.plan import Plan

PLANS = Path(__file__).parents[2] / "plans"
FOLDERS = sorted(one.parent.relative_to(PLANS).as_posix() for one in PLANS.rglob("plan.yaml"))
FILES = sorted(one.relative_to(PLANS).as_posix() for one in PLANS.rglob("*.yaml"))


@cache
def _plan(folder: str) -> Plan:
    return readable_plan(PLANS / folder).loaded.plan


def _losses(plan: Plan) -> Iterator[str]:
    """Whatever single thing or risk may strike; a redundancy is lost by its members alone."""
    kinds = (Risk, Site, Cause, Supplier, System)
    yield from (one.id for one in chain.from_iterable(plan.of(kind) for kind in kinds))


def _lasting_risks() -> list[tuple[str, str]]:
    return [
        (folder, risk.id)
        for folder in FOLDERS
        for risk in _plan(folder).of(Risk)
        if risk.removes is not None and risk.removes.lasts is not None and risk.removes.ids
    ]


def test_there_are_six_plans() -> None:
    assert len(FOLDERS) == 6


@pytest.mark.parametrize("folder", FOLDERS)
def test_how_long_a_process_waits_is_known_whatever_single_thing_is_lost(folder: str) -> None:
    unknown = {
        (lost, one.process, missing.what, missing.of)
        for lost in _losses(_plan(folder))
        for one in what_if(_plan(folder), [lost]).processes
        for missing in one.clock.minimum.missing
        if one.outcome != "stops"
    }
    assert unknown == set()


@pytest.mark.parametrize(("folder", "name"), _lasting_risks())
def test_what_answers_a_risk_lasts_as_long_as_what_it_takes_is_gone(folder: str, name: str) -> None:
    """Stand-ins that are at their end before are lost with the rest: batteries, a tank."""
    plan = _plan(folder)
    risk = plan.find(name, Risk)
    assert risk is not None
    assert risk.removes is not None
    assert risk.removes.lasts is not None
    gone = risk.removes.lasts
    spent = [
        pair.id
        for switched in what_if(plan, [name]).switched
        if (pair := plan.find(switched.redundancy, Redundancy)) is not None
        and pair.lasts is not None
        and pair.lasts < gone
    ]
    for one in what_if(plan, [name, *spent]).processes:
        assert one.outcome != "stops", one.process
        ways = [plan.find(held.strategy, Strategy) for held in one.held]
        lasting = [way for way in ways if way and way.lasts is not None and way.lasts >= gone]
        assert one.outcome == "goes-on" or lasting, f"nothing holds {one.process} for {gone}"


@pytest.mark.parametrize("file", FILES)
def test_no_anchor_is_left_that_nothing_uses(file: str) -> None:
    tokens = list(yaml.scan((PLANS / file).read_text(encoding="utf-8")))
    anchors = {one.value for one in tokens if isinstance(one, yaml.AnchorToken)}
    assert anchors <= {one.value for one in tokens if isinstance(one, yaml.AliasToken)}


@pytest.mark.parametrize("file", FILES)
def test_a_question_mark_inside_brackets_stands_in_quotes(file: str) -> None:
    """Bare, other readers of YAML take it for a key, and refuse the file."""
    depth, bare = 0, []
    for one in yaml.scan((PLANS / file).read_text(encoding="utf-8")):
        if isinstance(one, yaml.FlowMappingStartToken | yaml.FlowSequenceStartToken):
            depth += 1
        elif isinstance(one, yaml.FlowMappingEndToken | yaml.FlowSequenceEndToken):
            depth -= 1
        elif isinstance(one, yaml.ScalarToken) and one.plain and depth and "?" in one.value:
            bare.append((one.start_mark.line + 1, one.value))
    assert bare == []
