"""libyaml's words in plain ones: a syntax error as a sentence for people who do not know YAML."""

from __future__ import annotations

import re

import yaml

from bcp.diagnostics import Message
from bcp.source.text import LINE_END, UNSPOKEN, Note, brief


def explain(error: yaml.YAMLError, text: str) -> Note:
    """A syntax error as a sentence for people who do not know YAML's grammar."""
    if not isinstance(error, yaml.MarkedYAMLError) or error.problem_mark is None:
        return _unreadable_character(error, text)
    problem, index = str(error.problem), min(error.problem_mark.index, len(text))
    context = None if error.context_mark is None else error.context_mark.index
    return (
        _first_character(problem, index, text)
        or _tab(problem, index, text)
        or _curly(context, index, text)
        or _joined(problem, context, index, text)
        or _quote(problem, str(error.context), context, index)
        or _misplaced(problem, context, index, text)
        or _bracket(problem, context, index, text)
        or _cut_short(problem, index, text)
        or _by_words(problem, index)
    )


def _unreadable_character(error: yaml.YAMLError, text: str) -> Note:
    found = re.search(UNSPOKEN, text)
    if found is None:
        # Not known to happen: whatever libyaml cannot read is in the pattern.
        return _generic(str(error), 0)
    return Note(
        "SRC001",
        found.start(),
        found.end(),
        Message.of("here is the control character {character}", character=f"U+{ord(found[0]):04X}"),
        Message.of("Delete it; is this a text file?"),
    )


def _generic(problem: str, index: int) -> Note:
    message = Message.of("this is not YAML: {problem}", problem=problem)
    return Note("SRC001", index, index + 1, message)


def _indent(text: str, index: int) -> tuple[int, str]:
    """Where the line of ``index`` begins, and what stands before ``index`` on it."""
    start = max(text.rfind("\n", 0, index), text.rfind("\r", 0, index)) + 1
    return start, text[start:index]


def _rest_of_line(text: str, index: int) -> str:
    found = LINE_END.search(text, index)
    return text[index : found.start() if found else len(text)]


def _line_number(text: str, index: int) -> int:
    return len(LINE_END.findall(text, 0, index)) + 1


def _tab(problem: str, index: int, text: str) -> Note | None:
    start, _ = _indent(text, index)
    begins = problem == "found character that cannot start any token"
    if "found a tab" not in problem and not (begins and text.startswith("\t", index)):
        return None
    note = _tab_indent(start, text)
    if note is not None:
        return note
    message = Message.of("a tab cannot stand here")
    return Note("SRC003", index, index + 1, message, Message.of("Put a space in its place."))


def _tab_indent(start: int, text: str) -> Note | None:
    """The finding about a line that begins at ``start``, if tabs indent it."""
    line = _rest_of_line(text, start)
    blank = line[: len(line) - len(line.lstrip(" \t"))]
    if "\t" not in blank:
        return None
    return Note(
        "SRC003",
        start + blank.index("\t"),
        start + len(blank),
        Message.of("this line is indented with a tab"),
        Message.of("Indent with spaces: two for each level."),
    )


def _first_character(problem: str, index: int, text: str) -> Note | None:
    """A text that begins with a character which means something else to YAML: ``@``, ``%``."""
    character = text[index : index + 1]
    if problem != "found character that cannot start any token" or character in ("", "\t"):
        return None
    message = Message.of("a text cannot begin with {character}", character=character)
    return Note("SRC001", index, index + 1, message, _NEEDS_QUOTES)


_CURLY = r"^(?:[ ]*|.*?(?:[:\-] +|[\[{,] *))([“”„‟‘’‚‛«])"
"""A curly quotation mark where a key or a value begins."""


def _curly(context: int | None, index: int, text: str) -> Note | None:
    for place in (index,) if context is None else (index, context):
        start, _ = _indent(text, place)
        if found := re.match(_CURLY, _rest_of_line(text, start)):
            return Note(
                "SRC001",
                start + found.start(1),
                start + found.end(1),
                Message.of("these are curly quotes, which are ordinary letters to YAML"),
                Message.of('Use the straight " before and after the text.'),
            )
    return None


_KEY_AND_VALUE = r"[ ]*(?:- +)*([A-Za-z_][\w.-]*):(?=[^\s:/])"


def _joined(problem: str, context: int | None, index: int, text: str) -> Note | None:
    """A key whose colon no space follows is a text to YAML, and what comes next is at fault."""
    start, _ = _indent(text, index)
    lines = [start]
    if problem == "mapping values are not allowed in this context":
        lines = [_line_above(start, text)]
    elif problem != "could not find expected ':'":
        return None
    elif context is not None:
        lines = [_indent(text, context)[0], _line_above(_indent(text, context)[0], text)]
    for line in lines:
        if found := re.match(_KEY_AND_VALUE, _rest_of_line(text, line)):
            return Note(
                "SRC001",
                line + found.end(1),
                line + found.end(1) + 1,
                Message.of("a space is missing after the colon"),
                Message.of("Write `{key}: ` with a space, and what belongs there.", key=found[1]),
            )
    return None


_MOST_ABOVE = 300
"""Lines that are looked at upwards: a file of line breaks alone must not take a second."""


def _line_above(start: int, text: str) -> int:
    """Where the nearest line above that says something begins; ``start`` when there is none."""
    above = start
    for _ in range(_MOST_ABOVE):
        if above == 0:
            break
        end = above - (2 if text[above - 2 : above] == "\r\n" else 1)
        above, _ = _indent(text, end)
        line = _rest_of_line(text, above).strip()
        if line and not line.startswith("#"):
            return above
    return start


def _quote(problem: str, where: str, context: int | None, index: int) -> Note | None:
    if context is None or "quoted scalar" not in where:
        return None
    if problem.startswith("found unexpected"):
        return Note(
            "SRC001",
            context,
            context + 1,
            Message.of("the quotation mark that opens here is never closed"),
            Message.of("Put the same mark after the text; double a ' within single quotes."),
        )
    return Note(
        "SRC001",
        index,
        index + 2,
        Message.of("a backslash in double quotes begins a special character; this is none"),
        Message.of("Write the backslash twice, or put the text in single quotes."),
    )


_NEEDS_QUOTES = Message.of("Put the whole text in quotes.")


def _misplaced(problem: str, context: int | None, index: int, text: str) -> Note | None:
    """Faults that depend on what stands before the place."""
    if problem == "mapping values are not allowed in this context":
        return _colon(index, text)
    if problem == "did not find expected key" or problem == "did not find expected '-' indicator":
        return _wrong_indent(problem, context, index, text)
    if problem == "could not find expected ':'":
        start = index if context is None else context
        line = _rest_of_line(text, start).rstrip() or " "
        return Note(
            "SRC001",
            start,
            start + len(line),
            Message.of("this line should be a key, but no colon follows it"),
            Message.of("Write `key: value`; a text that goes on must stand deeper than its key."),
        )
    return None


def _colon(index: int, text: str) -> Note:
    start, before = _indent(text, index)
    note = _tab_indent(start, text)
    if note is not None:
        return note
    stripped = before.strip().removeprefix("- ")
    if ": " in stripped or stripped.endswith(":"):
        message = Message.of("a second colon in this line")
        return Note("SRC001", index, index + 1, message, Message.of("Put the text in quotes."))
    if index and text[index - 1] in "\"'":
        message = Message.of("a colon cannot stand here, after a quoted text")
        return Note("SRC001", index, index + 1, message, _NEEDS_QUOTES)
    above = _line_above(start, text)
    return _no_colon(above, start, text) or _too_deep(above, start, index, text)


_NO_COLON = r"[ ]*(?:- +)?([^\W\d][\w.-]*)(?: *[;=] *| +)?([^:#]*?) *$"


_LONGEST_LINE = 300


def _no_colon(above: int, start: int, text: str) -> Note | None:
    """The line above, when it is a key or an id that no colon follows."""
    line = _rest_of_line(text, above)
    found = re.match(_NO_COLON, line) if len(line) <= _LONGEST_LINE else None
    depth, inner = _depth(above, text), _depth(start, text)
    if found is None or above == start or depth > inner or (found[2] and depth != inner):
        return None
    message = Message.of("a colon is missing in this line")
    hint = Message.of("Write `{key}:` with a colon after it.", key=brief(found[1]))
    if found[2]:
        shown = brief(f"{found[1]}: {found[2]}")
        hint = Message.of("Write `{line}`, with a colon and a space.", line=shown)
    return Note("SRC001", above + found.start(1), above + len(line.rstrip()), message, hint)


def _too_deep(above: int, start: int, index: int, text: str) -> Note:
    """A key below a text that has not ended, because the key stands deeper than it."""
    depth, expected = _depth(start, text), _depth(above, text)
    first = start + depth
    message = Message.of("this line stands deeper than the one above, and is read as more of it")
    if depth <= expected or above == start:
        message = Message.of("a key cannot stand here: the text in the line above has not ended")
        hint = Message.of(
            "If the text above is a note, begin each of its lines with a #; else put it in quotes."
        )
        return Note("SRC001", index, index + 1, message, hint)
    hint = Message.of("Begin it at the left edge, like the line above; or put the text in quotes.")
    if expected:
        hint = Message.of(
            "Indent it by {expected} spaces, like the line above; or put the whole text in quotes.",
            expected=expected,
        )
    return Note("SRC001", first, max(first + 1, index), message, hint)


def _wrong_indent(problem: str, context: int | None, index: int, text: str) -> Note:
    start, before = _indent(text, index)
    if text.startswith(":", index):
        message = Message.of("there is no key before this colon")
        hint = Message.of("Write the key, or put the text in quotes.")
        return Note("SRC001", index, index + 1, message, hint)
    if before.strip(" "):
        if before.rstrip()[-1:] in ("'", '"'):
            message = Message.of("text goes on after the closing quotation mark")
            hint = Message.of(
                "Put the quotes around the whole text; for quotes within, use the other kind."
            )
        else:
            message = Message.of("this cannot stand here, after what this line says before it")
            hint = _NEEDS_QUOTES
        return Note("SRC001", index, index + 1, message, hint)
    end = max(index + 1, start + len(_rest_of_line(text, start).rstrip()))
    if context is None:
        return _generic(problem, index)
    expected = len(_indent(text, context)[1])
    if len(before) == expected:
        message = (
            Message.of("a list cannot go on with a key")
            if problem.endswith("indicator")
            else Message.of("a group of keys cannot go on with this")
        )
        hint = Message.of("Start the line with a dash, or indent it under the item before it.")
        if not problem.endswith("indicator"):
            hint = Message.of("Write `key: value`, or indent the line under the key above it.")
            if text.startswith("- ", index):
                message = Message.of("an item of a list stands among keys")
                hint = Message.of("Write the key of the list on a line above it, or indent it.")
        related = (context, context + 1, Message.of("the group begins here"))
        return Note("SRC001", index, end, message, hint, related)
    edge, group = _enclosing(start, len(before), text)
    if (lost := _lost_indent(len(before), start, edge, group, text)) is not None:
        return lost
    if _depth(group, text) > len(before):
        context, expected = group + _depth(group, text), _depth(group, text)
    return Note(
        "SRC001",
        index,
        end,
        Message.of(
            "the indentation of this line (spaces: {found}) fits no line above it",
            found=len(before),
        ),
        Message.of(
            "Indent it by {expected} spaces, if it belongs to the group that begins in line "
            "{line}.",
            line=_line_number(text, context),
            expected=expected,
        ),
        (context, context + 1, Message.of("the group begins here")),
    )


_FIELD = r"[ ]+[\w.-]+: +[^\s#]"


def _enclosing(start: int, found: int, text: str) -> tuple[int, int]:
    """The nearest line above that stands further left, and the first line below that one."""
    edge = group = start
    for _ in range(_MOST_ABOVE):
        above = _line_above(edge, text)
        if above == edge:
            break
        edge, group = above, edge
        if _depth(edge, text) < found:
            return edge, group
    return start, start


def _lost_indent(found: int, start: int, edge: int, group: int, text: str) -> Note | None:
    """A key that lost its indentation: the line that does not fit is right, and stands below it.

    Known by its fields, which hold values, where the ids of a kind hold nothing; and by a line
    above it that stands as deep as the one that does not fit.
    """
    if _depth(group, text) <= found or not re.compile(_FIELD).match(text, group):
        return None
    above = edge
    for _ in range(_MOST_ABOVE):
        above = _line_above(above, text)
        if _depth(above, text) <= found:
            break
    if _depth(above, text) != found:
        return None
    depth = _depth(edge, text)
    key = _rest_of_line(text, edge).strip().partition(":")[0]
    return Note(
        "SRC001",
        edge + depth,
        edge + depth + len(key),
        Message.of("`{key}` stands too far left: a line below it does not fit", key=key),
        Message.of(
            "If it belongs to the group above it, indent it by {found} spaces, like line {line}.",
            found=found,
            line=_line_number(text, start),
        ),
        (start + found, start + found + 1, Message.of("this line fits no line above it")),
    )


def _depth(start: int, text: str) -> int:
    line = _rest_of_line(text, start)
    return len(line) - len(line.lstrip(" "))


def _bracket(problem: str, context: int | None, index: int, text: str) -> Note | None:
    if context is None or not problem.startswith("did not find expected ',' or"):
        return None
    opening = text[context]
    closing = "]" if opening == "[" else "}"
    if index >= len(text) or "\n" in text[context:index]:
        return Note(
            "SRC001",
            context,
            context + 1,
            Message.of("the `{opening}` that opens here is never closed", opening=opening),
            Message.of("Write `{closing}` where it ends.", closing=closing),
        )
    return Note(
        "SRC001",
        index,
        index + 1,
        Message.of("here should be a comma or `{closing}`", closing=closing),
        Message.of(
            "Close the `{opening}`; put text with a comma, bracket or colon in quotes.",
            opening=opening,
        ),
        (context, context + 1, Message.of("opened here")),
    )


def _cut_short(problem: str, index: int, text: str) -> Note | None:
    if problem != "did not find expected node content" or text[index:].strip():
        return None
    message = Message.of("the file ends where a value should stand")
    hint = Message.of("Look for a bracket that is not closed.")
    return Note("SRC001", index, index, message, hint)


_WORDS: dict[str, tuple[str, str]] = {
    "block sequence entries are not allowed in this context": (
        "a list cannot begin in this place",
        "Begin it on the next line; put text that begins with a dash in quotes; where there is "
        "nothing to list, delete the line.",
    ),
    "mapping keys are not allowed in this context": (
        "a question mark with a space cannot stand here",
        "Put the whole text in quotes; where something is not known yet, delete the line.",
    ),
    "did not find expected node content": (
        "here should be a value",
        "Write it, or put text that begins with a comma or bracket in quotes.",
    ),
    "did not find expected <document start>": (
        "what stands here does not belong to what went before",
        "Write `key: value`, or put the text in quotes.",
    ),
    "did not find expected alphabetic or numeric character": (
        "after & or * should be a name",
        "Put text that begins with & or * in quotes.",
    ),
    "did not find expected comment or line break": (
        "after | or > the text begins on the next line",
        "Begin a new line, or put the text in quotes.",
    ),
    "found an indentation indicator equal to 0": (
        "after | or > the text begins on the next line",
        "Begin a new line, or put the text in quotes.",
    ),
    "found undefined tag handle": (
        "a text cannot begin with an exclamation mark",
        "Put the whole text in quotes.",
    ),
    "did not find expected tag URI": (
        "a text cannot begin with an exclamation mark",
        "Put the whole text in quotes.",
    ),
    "did not find expected whitespace or line break": (
        "a text cannot begin with an exclamation mark",
        "Put the whole text in quotes.",
    ),
    "found unknown directive name": (
        "a line cannot begin with a percent sign",
        "Put the whole text in quotes.",
    ),
    "could not find expected directive name": (
        "a line cannot begin with a percent sign",
        "Put the whole text in quotes.",
    ),
    "found incompatible YAML document": (
        "this version of YAML is not known",
        "Delete the line.",
    ),
    "found unexpected ':'": (
        "a colon cannot stand here",
        "Put the whole text in quotes.",
    ),
}


def _by_words(problem: str, index: int) -> Note:
    words = _WORDS.get(problem)
    if words is None:
        return _generic(problem, index)
    message, hint = words
    return Note("SRC001", index, index + 1, Message.of(message), Message.of(hint))
