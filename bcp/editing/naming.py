"""What things are called: the kinds as people say them, and ids made of names."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from bcp.errors import BcpError
from bcp.model import KINDS, Header
from bcp.model.core import PydanticCustomError
from bcp.model.scalars import parse_id, proposed_id
from bcp.model.scalars.latin import romanised as romanised
from bcp.nearest import nearest

_IRREGULAR: Final = {
    "people": "person",
    "hours": "hours",
    "processes": "process",
    "strategies": "strategy",
    "redundancy": "redundancy",
    "wellbeing": "wellbeing",
}
SINGULAR: Final[Mapping[str, str]] = MappingProxyType(
    {kind: _IRREGULAR.get(kind, kind.removesuffix("s")) for kind in KINDS}
)
"""Kind → one of it: ``roles`` → ``role``."""

_ALSO: Final = {
    "persons": "people",
    "organization": "organisations",
    "organizations": "organisations",
    "redundancies": "redundancy",
    "well-being": "wellbeing",
}


def kind_called(words: str) -> str:
    """The kind that somebody means by its name in the singular or plural.

    Raises BcpError, with the nearest name, when there is none.
    """
    word = "-".join(words.casefold().replace("_", " ").split())
    names = {**_ALSO, **{one: kind for kind, one in SINGULAR.items()}, **{k: k for k in KINDS}}
    if word in names:
        return names[word]
    if word in (Header.kind, "plans"):
        raise BcpError("a plan is begun in a folder of its own", "write one with: bcp init FOLDER")
    near = nearest(word, names)
    raise BcpError(
        "there is no kind “{words}” in a plan",
        "did you mean {near}?" if near else "write one of: {kinds}",
        words=words,
        near=near,
        kinds=", ".join(SINGULAR.values()),
    )


def id_for(words: str) -> str:
    """An id made of a name or title, Ukrainian ones too; empty when none can be made."""
    return proposed_id(words) or proposed_id(romanised(words))


def checked_id(words: str) -> str:
    """The id, when it can be one.

    Raises BcpError, with an id that would do, when it cannot.
    """
    try:
        return parse_id(words)
    except PydanticCustomError as error:
        context = error.context or {}
        raise BcpError(
            "{fault}",
            "write for example {proposal}",
            fault=context["message"],
            proposal=id_for(words) or "night-desk",
        ) from error
