"""`bcp fmt` changes layout and nothing else."""

from __future__ import annotations

import itertools
import random
import textwrap

import pytest
import yaml

from bcp.editing.layout import laid_out
from bcp.errors import BcpError

# ── random documents, with what they say and their comments known ──────────────────────────────


class Document:
    """A random text, and what it says: made together, so that neither is read from the other."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.comments: list[str] = []
        self.lines: list[str] = []
        self.number = itertools.count()
        self.value = self.mapping(0, 0)
        self.maybe_comment(0)
        ending = self.random.choice(["\n", "\n", "\r\n"])
        end = self.random.choice(["", ending, ending * 3])
        # A block text at the very end says another thing with a line end than without.
        self.text = ending.join(self.lines) + (end or (ending if "end" in self.lines[-1] else ""))

    def some(self, *choices: object) -> object:
        return self.random.choice(choices)

    def maybe_comment(self, indent: int) -> None:
        while self.random.random() < 0.25:
            self.lines.append("")
        if self.random.random() < 0.3:
            self.comments.append(f"# comment {next(self.number)}: not [a key], é")
            column = self.some(0, indent, indent, indent + 2)
            self.lines.append(" " * int(str(column)) + self.comments[-1])

    def behind(self) -> str:
        """Perhaps a comment behind a value."""
        if self.random.random() < 0.8:
            return "  " if self.random.random() < 0.1 else ""
        self.comments.append(f"# behind {next(self.number)}")
        return " " * self.random.randint(2, 9) + self.comments[-1]

    def mapping(self, indent: int, depth: int, first: str | None = None) -> list:
        said = []
        for number in range(self.random.randint(1, 4)):
            if number or first is None:
                self.maybe_comment(indent)
            lead = first if first is not None and not number else " " * indent
            key = f"{self.some('do', 'when-x', 'title', 'ключ', 'a.b')}-{next(self.number)}"
            said.append([key, self.entry(f"{lead}{key}:", indent, depth)])
        return said

    def entry(self, lead: str, indent: int, depth: int) -> object:
        kind = self.random.random()
        deeper = self.random.randint(1, 5)
        if depth < 4 and kind < 0.25:
            self.lines.append(lead + self.behind())
            return self.mapping(indent + deeper, depth + 1)
        if depth < 4 and kind < 0.4:
            self.lines.append(lead + self.behind())
            return self.items(indent + self.random.choice([0, 2, 4]), depth + 1)
        return self.scalar(lead, indent)

    def items(self, indent: int, depth: int) -> list:
        said: list = []
        for _ in range(self.random.randint(1, 3)):
            self.maybe_comment(indent)
            dash = " " * indent + "-" + " " * self.random.randint(1, 3)
            if depth < 4 and self.random.random() < 0.4:
                said.append(self.mapping(len(dash), depth + 1, dash))
            else:
                said.append(self.scalar(dash.rstrip(), len(dash) - 1))
        return said

    def scalar(self, lead: str, indent: int) -> object:
        words = ["call the desk", "no", "0123", "17:30", "2026-03-01", "on", "так", "a#b", "-5"]
        text = str(self.random.choice(words))
        kind = self.random.randrange(9)
        if kind < 3:
            self.lines.append(f"{lead} {text}{self.behind()}")
            return text
        if kind == 3:
            self.lines.append(f"{lead} '{text} # it''s'{self.behind()}")
            return f"{text} # it's"
        if kind == 4:
            self.lines.append(f'{lead} "{text}: \\"x\\""{self.behind()}')
            return f'{text}: "x"'
        if kind == 5:
            sign = str(self.some("|", ">-", "|-", ">"))
            self.lines.append(f"{lead} {sign}{self.behind()}")
            inner = " " * (indent + self.random.randint(1, 4))
            self.lines += [f"{inner}{text} # text", "", f"{inner}  more", f"{inner}end"]
            return ANY_TEXT
        if kind == 6:
            inner = " " * (indent + self.random.randint(1, 6))
            quote = str(self.some("", '"', "'"))
            self.lines += [
                f"{lead} {quote}text {text}",
                f"{inner}goes on",
                "",
                f"{inner}and on{quote}",
            ]
            self.lines[-1] += self.behind()
            return f"text {text} goes on\nand on"
        if kind == 7:
            self.lines.append(f"{lead} [a b,  'c', {{d: {text}}}]{self.behind()}")
            return ["a b", "c", [["d", text]]]
        inner = " " * (indent + self.random.randint(1, 6))
        self.lines += [f"{lead} {{x: 1,", f"{inner}y: [{text},", f"{inner}  z]}}{self.behind()}"]
        return [["x", "1"], ["y", [text, "z"]]]


class _AnyText:
    """What a block says is YAML's affair; that it does not change is asked of another reader."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, str)

    __hash__ = None  # type: ignore[assignment]


ANY_TEXT = _AnyText()


class Reader(yaml.BaseLoader):
    """PyYAML's own pure reader, to which everything is text; groups become lists of pairs."""


Reader.add_constructor(
    "tag:yaml.org,2002:map",
    lambda loader, node: [
        [loader.construct_object(key, deep=True), loader.construct_object(value, deep=True)]
        for key, value in node.value
    ],
)


def read(text: str) -> object:
    return yaml.load(text, Reader)


def comments(text: str) -> list[str]:
    """The comments of a random document, which are known by their first words."""
    marks = ("# comment ", "# behind ")
    return [
        line[line.index(mark) :].rstrip()
        for line in text.splitlines()
        for mark in marks
        if mark in line
    ]


@pytest.mark.parametrize(
    "start",
    [
        *range(0, 600, 100),
        *(pytest.param(n, marks=pytest.mark.slow) for n in range(600, 6000, 100)),
    ],
)
def test_of_random_documents_nothing_but_the_layout_changes(start):
    for seed in range(start, start + 100):
        document = Document(seed)
        assert read(document.text) == document.value, document.text
        made = laid_out(document.text, "x.yaml")
        # A text at the very end says another thing with a line end, which every file has after.
        ended = document.text if document.text.endswith("\n") else f"{document.text}\n"
        assert read(made) == read(ended), document.text
        assert comments(made) == document.comments, document.text
        assert laid_out(made, "x.yaml") == made, document.text


# ── what it looks like ─────────────────────────────────────────────────────────────────────────


def formatted(text: str) -> str:
    return laid_out(textwrap.dedent(text), "x.yaml")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("roles:\n    desk:\n        title: Desk\n", "roles:\n  desk:\n    title: Desk\n"),
        ("a:\n- x\n-   y\n", "a:\n  - x\n  - y\n"),
        ("a: 'x'\n", 'a: "x"\n'),
        ("a: 'say \"x\"'\n", "a: 'say \"x\"'\n"),
        ("a: 'c:\\temp'\n", "a: 'c:\\temp'\n"),
        ("a: 1 # one\n", "a: 1  # one\n"),
        ("a: 1   \n\n\n\nb: 2\n\n\n", "a: 1\n\nb: 2\n"),
        ("work: +44 20 7946 0101\n", 'work: "+44 20 7946 0101"\n'),
        ("a: { x: 1,   y : [b ,c ] }\n", "a: {x: 1, y: [b, c]}\n"),
        ("a:   1\nb:\n  -   x\n", "a: 1\nb:\n  - x\n"),
        ("a:\n- - x\n  - y\n", "a:\n  - - x\n    - y\n"),
        ("a:\n    plain\n", "a:\n  plain\n"),
        ("a: |2\n    x\n   y\n", "a: |2\n    x\n   y\n"),
        ("a:\n    b: |2\n        x\n       y\n", "a:\n  b: |2\n      x\n     y\n"),
        ("a: |+\n  x\n\n\n", "a: |+\n  x\n\n\n"),
        ("a: |\n  x\n\n\nb: 1\n", "a: |\n  x\n\nb: 1\n"),
        ("a: 1\r\nb: 2", "a: 1\nb: 2\n"),
        ("\ufeffa: 1\n", "a: 1\n"),
        ("# only a comment", "# only a comment\n"),
        ("", ""),
        ("n: 0123\nt: 17:30\nf: no\nd: 2026-03-01\n", "n: 0123\nt: 17:30\nf: no\nd: 2026-03-01\n"),
        ("a: &x {k: v}\nb: *x\nc: &unused d\n", "a: &x {k: v}\nb: *x\nc: &unused d\n"),
        ("a: [x,\n  y,\n    z]\n", "a: [x,\n  y,\n    z]\n"),
        ("a:\n   b: [x,\n y,\n   z]\n", "a:\n  b: [x,\n    y,\n      z]\n"),
    ],
)
def test_one_layout(before, after):
    assert laid_out(before, "x.yaml") == after


def test_comments_stay_with_what_they_are_about():
    assert formatted("""
        # of the file
        roles:
            # of the desk
            desk:
                title: Desk   # its title
                alternates:
                - a.b
                # after the list

                # before cover
                cover: always
        # of the end
        """) == textwrap.dedent("""\
        # of the file
        roles:
          # of the desk
          desk:
            title: Desk   # its title
            alternates:
              - a.b
            # after the list

            # before cover
            cover: always
        # of the end
        """)


def test_comments_in_one_column_stay_in_one_column():
    text = "plan:\n    a: 1          # one\n    bb: 22        # two\n"
    assert laid_out(text, "x") == "plan:\n  a: 1          # one\n  bb: 22        # two\n"


def test_texts_keep_their_lines():
    assert formatted("""
        messages:
            first:
                text: |
                    We know.

                      Indented, # no comment
                    and the end.
                long: a text that goes
                    on in the next line
        """) == textwrap.dedent("""\
        messages:
          first:
            text: |
              We know.

                Indented, # no comment
              and the end.
            long: a text that goes
              on in the next line
        """)


@pytest.mark.parametrize("text", ["a: [", "a: 1\na: 2\n", "a:\n", "a:\n\t- x\n", "a: !x 1\n"])
def test_a_file_with_a_fault_is_left_as_it_is(text):
    with pytest.raises(BcpError, match=r"x\.yaml is left as it is"):
        laid_out(text, "x.yaml")
