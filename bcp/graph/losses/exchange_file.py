"""The elements of an Open-PSA file, with the lines they stand on.

The file comes from anywhere, so it is bounded in size and depth, and a document type, which could
declare entities, is refused before anything of it is read.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NoReturn
from xml.parsers import expat

from bcp.errors import BcpError

MOST = 64 * 1024 * 1024
"""Bytes of a file."""
_ELEMENTS = 2_000_000
_DEPTH = 10_000


@dataclass(slots=True)
class Element:
    """An element of the file."""

    tag: str
    attributes: dict[str, str]
    line: int
    children: list[Element] = field(default_factory=list)


def elements(content: bytes) -> Element:
    """The root of a file, with nothing of it but names, attributes and lines.

    :raises BcpError: for what is no XML or no model, or is too large, with the line.
    """
    if len(content) > MOST:
        raise BcpError("the file is longer than {most} MiB", "give a smaller tree", most=MOST >> 20)
    parser = expat.ParserCreate()
    outside = Element("", {}, 0)
    path = [outside]
    count = 0

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal count
        count += 1
        at = parser.CurrentLineNumber
        if count > _ELEMENTS or len(path) > _DEPTH:
            raise BcpError(
                "line {line}: the file has more than {most} elements"
                if count > _ELEMENTS
                else "line {line}: elements stand more than {most} deep in each other",
                "give a smaller tree",
                line=at,
                most=_ELEMENTS if count > _ELEMENTS else _DEPTH,
            )
        one = Element(tag.rpartition(":")[2], attributes, at)
        path[-1].children.append(one)
        path.append(one)

    def end(_: str) -> None:
        path.pop()

    def refuse(*_: object) -> NoReturn:
        raise BcpError(
            "line {line}: the file has a document type, which may declare entities",
            "take out <!DOCTYPE …>; the exchange format needs none",
            line=parser.CurrentLineNumber,
        )

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        raise BcpError(
            "line {line}: this is no XML that can be read ({reason})",
            "give a file in the Open-PSA exchange format",
            line=error.lineno,
            reason=expat.errors.messages[error.code],
        ) from error
    except (LookupError, ValueError) as error:
        raise BcpError(
            "the file names an encoding that is not known",
            "write it in UTF-8",
        ) from error
    root = outside.children[0]
    if root.tag not in ("opsa-mef", "open-psa"):
        raise BcpError(
            "line {line}: <{tag}> is no Open-PSA model",
            "give a file that begins with <opsa-mef>",
            line=root.line,
            tag=root.tag,
        )
    return root
