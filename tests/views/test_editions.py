"""Who may see which numbers: the redacted plan, and the card that holds only whom one calls."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from bcp.cli.held import NOTHING_HELD
from bcp.cli.plans import open_plan
from bcp.model.people import Person, Role
from bcp.plan import Plan
from bcp.render.documents import Stamp, plan_html, role_card_html
from bcp.views.editions import redacted

NORTHLINE = Path(__file__).parents[2] / "plans/northline"
STAMP = Stamp("1", "abc", dt.date(2026, 11, 16))


@pytest.fixture(scope="module")
def northline() -> Plan:
    return open_plan(NORTHLINE, NOTHING_HELD).loaded.plan


def numbers(plan: Plan, *kinds: str) -> set[str]:
    """The numbers of people, of these kinds or all."""
    return {
        number
        for one in plan.of(Person)
        if one.phones is not None
        for kind, number in one.phones.numbers()
        if not kinds or kind in kinds
    }


def test_the_redacted_plan_holds_nobodys_number_and_says_so(northline):
    text = plan_html(redacted(northline), STAMP).html
    assert not [number for number in numbers(northline) if number in text]
    assert (
        "contact held separately" in role_card_html(redacted(northline), "shift-lead", STAMP).html
    )


def test_it_keeps_the_numbers_of_roles_and_of_bodies_outside(northline):
    text = plan_html(redacted(northline), STAMP).html
    duty = northline.find("duty-manager", Role).phones.duty
    assert duty in text


def test_a_card_holds_the_private_numbers_of_those_alone_whom_the_role_calls(northline):
    card = role_card_html(northline, "shift-lead", STAMP).html
    printed = {number for number in numbers(northline, "personal") if number in card}
    everybody = numbers(northline, "personal")
    assert printed < everybody


def test_in_ukrainian_too(northline):
    assert "окремо" in role_card_html(redacted(northline), "shift-lead", STAMP, "uk").html
