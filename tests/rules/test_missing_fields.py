"""A finding for each field that is not written, with the line to write."""

from __future__ import annotations

from bcp.model.learning import Course, Exercise
from bcp.model.people import Role
from bcp.model.resources import Backup
from bcp.rules.common import Wanted, missing

LIMITS = (
    Wanted("max_duty", "{role} serves without an end", "Write `max_duty: {{…}}` for {role}."),
    Wanted("rest", "{role} does not rest", "Write `rest:`."),
)


def role(**fields: object) -> Role:
    return Role.read({"id": "lead", "title": "Lead", **fields})


def test_each_missing_field_is_told_at_its_place_with_its_own_fix() -> None:
    one = role()
    found = list(missing(one, one.at(), LIMITS, role=one.id))
    assert [it.place for it in found] == [one.at("max_duty"), one.at("rest")]
    assert [it.message.text() for it in found] == [
        "lead serves without an end",
        "lead does not rest",
    ]
    assert [str(it.hint) for it in found] == ["Write `max_duty: {…}` for lead.", "Write `rest:`."]


def test_what_is_written_is_not_asked_for() -> None:
    one = role(max_duty="8h")
    assert [it.place.path for it in missing(one, one.at(), LIMITS, role=one.id)] == [("rest",)]
    whole = role(max_duty="8h", rest="11h")
    assert not list(missing(whole, whole.at(), LIMITS, role=whole.id))


def test_a_list_with_nothing_in_it_is_missing_and_a_time_of_zero_is_there() -> None:
    exercise = Exercise.read({"id": "try", "title": "Try", "type": "drill", "scenario": {}})
    participants = Wanted("participants", "{it} has nobody", "Name them.")
    assert len(list(missing(exercise, exercise.at(), [participants], it="try"))) == 1
    at_once = role(max_duty="8h", rest="0m")
    assert not list(missing(at_once, at_once.at(), LIMITS, role="lead"))


def test_a_part_inside_an_object_is_asked_at_the_place_where_it_stands() -> None:
    backup = Backup.read({"what": "Everything", "every": "24h"})
    place = role().at("backups", 2)
    (one,) = missing(backup, place, [Wanted("owner", "no owner", "Name one.")])
    assert one.place == place.at("owner")


def test_a_field_is_named_as_in_the_plan_and_not_as_in_the_program() -> None:
    course = Course.read({"id": "basics", "title": "Basics", "every": "12 months"})
    (one,) = missing(course, course.at(), [Wanted("for", "for nobody", "Name them.")])
    assert one.place.path == ("for",)
