"""What a role takes along on leaving, what is in it, and how its channels are used."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bcp.model.communication import Channel, MessageTemplate, Notification
from bcp.model.people import Role
from bcp.model.resources import Item, Record, Supplier, System
from bcp.model.response import Escalation
from bcp.views.telling import Teller, line


def taken(tell: Teller, id: str) -> tuple[str, str]:  # noqa: A002
    """(thing, where it lies and what is in it); of a record, where the copy lies that one takes."""
    one = tell.plan.objects.get(id)
    if isinstance(one, System):
        return tell.name(id), line(tell.text(one.where), contents(tell, one.contents))
    if isinstance(one, Record):
        return tell.name(id), tell.text(one.offline or one.where)
    if isinstance(one, Channel):
        return tell.name(id), tell.text(one.how)
    if isinstance(one, Supplier):
        return tell.name(id), tell.text(one.service)
    return tell.name(id), ""


def contents(tell: Teller, several: Iterable[Item]) -> str:
    """``6 × Headset, Torch``: what lies in a bag, a box or a cupboard."""
    return ", ".join(
        f"{one.how_many}\u00a0× {tell.text(one.what)}" if one.how_many != 1 else tell.text(one.what)
        for one in several
    )


def ways_of(
    tell: Teller, role: Role, escalations: Sequence[Escalation]
) -> tuple[tuple[str, str], ...]:
    """(channel, how it is used) pairs of the channels on which a role calls, sends and notifies.

    Once a card, behind the lists and messages that name them: a talkgroup beside each line that is
    called would make them too long to be worked through.
    """
    named = (
        *(via for one in escalations for step in one.steps for via in step.via),
        *(
            channel
            for message in tell.plan.of(MessageTemplate)
            if message.publish is not None and message.publish.by == role.id
            for channel in message.text
        ),
        *(via for one in tell.plan.of(Notification) if one.by == role.id for via in one.via),
        *(
            channel.id
            for channel in tell.plan.of(Channel)
            if channel.operated_by == role.id and channel.id not in role.takes
        ),
    )
    found = (tell.plan.find(one, Channel) for one in dict.fromkeys(named))
    return tuple(
        (tell.title(one), tell.text(one.how))
        for one in found
        if one is not None and one.how is not None
    )
