"""The lines of a text, by number (from 0) and by index into the text."""

from __future__ import annotations

from bisect import bisect_right


class Lines:
    r"""The lines of a text in which every line ends with ``\n``."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._lines = text.split("\n")
        self._starts = [0]
        for line in self._lines[:-1]:
            self._starts.append(self._starts[-1] + len(line) + 1)

    def __len__(self) -> int:
        return len(self._lines)

    def __getitem__(self, number: int) -> str:
        """The line, without its line end."""
        return self._lines[number]

    def start(self, number: int) -> int:
        """The index at which a line begins."""
        return self._starts[number]

    def end(self, number: int) -> int:
        """The index of its line end."""
        return self._starts[number] + len(self._lines[number])

    def number(self, index: int) -> int:
        """The line that an index lies in."""
        return bisect_right(self._starts, index) - 1

    def column(self, index: int) -> int:
        """How many characters stand before an index on its line."""
        return index - self._starts[self.number(index)]

    def rest(self, index: int) -> str:
        """What stands from an index to the end of its line."""
        return self._text[index : self.end(self.number(index))]

    def depth(self, number: int) -> int:
        """How many spaces and tabs a line begins with."""
        line = self._lines[number]
        return len(line) - len(line.lstrip(" \t"))

    def is_first(self, index: int) -> bool:
        """Whether nothing but spaces stands before an index on its line."""
        return self.column(index) <= self.depth(self.number(index))

    def spaces_before(self, index: int) -> int:
        """How many spaces and tabs stand right before an index."""
        before = self._text[self._starts[self.number(index)] : index]
        return len(before) - len(before.rstrip(" \t"))
