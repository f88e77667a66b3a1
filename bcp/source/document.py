"""What one file says, and where: the outcome of reading it."""

from __future__ import annotations

from dataclasses import dataclass, field

from bcp.diagnostics import Diagnostic, Message, Path, Severity, Span
from bcp.files import DEFAULT_LIMITS, Limits
from bcp.source.places import Places
from bcp.source.reader import Reader, Value
from bcp.source.slips import cut_texts, odd_indents, refused_elsewhere
from bcp.source.text import decode, hidden_breaks


@dataclass(frozen=True, slots=True)
class Document:
    """What one file says, and where.

    ``text`` is the decoded content without byte order mark. ``value`` is None for an empty file and
    when nothing can be vouched for; within it, None stands only where one of ``faults`` says why
    (as long as the faults themselves are within their limit). ``faults`` are in code order.
    ``whole`` is False when reading stopped early, or a kind stands here twice: ids may be missing.
    """

    file: str
    text: str
    value: Value
    faults: tuple[Diagnostic, ...]
    whole: bool
    _places: Places = field(compare=False, repr=False)

    def span(self, path: Path, *, key: bool = False) -> Span:
        """Where the value at ``path`` stands, or, with ``key``, the key that it belongs to.

        A path that leads nowhere gives the nearest enclosing thing that exists. A list item has no
        key: its own place is given. The place of an aliased value is the alias; a path further in
        leads to the text behind the anchor. Anchors and tags belong to the value's place. A block
        of keys or items ends with the last of them, without comments that follow.
        """
        node = self._places.node(path)
        if node is None:
            return self._places.span(0, 0)
        if key and node.key_start >= 0:
            return self._places.span(node.key_start, node.key_end)
        return self._places.span(node.start, node.end)

    def is_plain(self, path: Path) -> bool:
        """Whether there is a scalar at ``path``, and it is written without quotes, ``|`` or ``>``.

        Of an alias it is the scalar behind the anchor that counts.
        """
        node = self._places.node(path, exactly=True)
        return node is not None and node.plain

    def excerpt(self, line: int) -> str:
        """That line of the text (from 1), without its line end; empty when there is none."""
        return self._places.line(line)


def read(content: bytes, file: str, limits: Limits = DEFAULT_LIMITS) -> Document:
    """Read one file. ``file`` is the name that spans will carry.

    Never raises for what stands in ``content``.

    :raises BcpError: when PyYAML was built without libyaml.
    """
    text, trouble = decode(content)
    # What is no text has lines to show, but no values to look for.
    places = Places(text, file, limits, lines_only=trouble is not None)
    if trouble is not None:
        return Document(file, text, None, (trouble.diagnostic(places),), False, places)
    odd = odd_indents(text, limits)
    if odd:
        # What YAML makes of such a file is not what was meant: nothing in it can be vouched for.
        faults = sorted(note.diagnostic(places) for note in odd)
        return Document(file, text, None, tuple(faults), False, places)
    reader = Reader(limits, text)
    reader.run()
    notes = [*reader.notes, *hidden_breaks(text, limits.faults + 1)]
    notes += (*cut_texts(text, limits), *refused_elsewhere(text, limits))
    whole = reader.whole
    if reader.duplicates:
        notes += places.duplicates()
        whole = whole and not places.lacks_a_group
    faults = sorted(note.diagnostic(places) for note in notes)
    if len(faults) > limits.faults:
        last = faults[limits.faults - 1].span
        more = Message.of("more than {limit} faults in this file", limit=limits.faults)
        hint = Message.of("Mend those above first; the rest is not listed.")
        faults[limits.faults :] = [Diagnostic(last, "SRC006", Severity.ERROR, more, hint)]
    return Document(file, text, reader.value, tuple(faults), whole, places)
