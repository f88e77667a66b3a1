"""What a plan can say: frozen pydantic models, one module per family.

:data:`KINDS` maps each top-level key of a plan file to the model of its objects, in the order in
which a reader wants them.
"""

from bcp.model.base import Object
from bcp.model.communication import (
    Audience,
    Channel,
    Fact,
    Form,
    MessageTemplate,
    Notification,
)
from bcp.model.header import Header
from bcp.model.learning import Course, Event, Exercise, Improvement, Waiver, WellBeing
from bcp.model.people import Hours, Organisation, Person, Role, Rota, Team
from bcp.model.processes import Process, Strategy
from bcp.model.queues import Queue
from bcp.model.resources import Cause, Record, Redundancy, Site, Supplier, System
from bcp.model.response import Escalation, Playbook, Procedure
from bcp.model.risks import Indicator, Level, Lever, Risk

LANGUAGE_VERSION = 1
"""The version of the plan language that this program reads (``bcp: 1``)."""

KINDS: dict[str, type[Object]] = {
    model.kind: model
    for model in (
        Person,
        Team,
        Role,
        Rota,
        Hours,
        Organisation,
        Process,
        Strategy,
        Site,
        System,
        Supplier,
        Redundancy,
        Cause,
        Record,
        Queue,
        Risk,
        Level,
        Indicator,
        Lever,
        Playbook,
        Procedure,
        Escalation,
        Channel,
        Audience,
        MessageTemplate,
        Notification,
        Form,
        Fact,
        Course,
        WellBeing,
        Exercise,
        Event,
        Improvement,
        Waiver,
    )
}
"""Top-level key → model; the plan's header stands apart (``plan:``)."""

__all__ = ["KINDS", "LANGUAGE_VERSION", "Header", "Object"]
