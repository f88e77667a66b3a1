"""What holds for any file at all."""

import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bcp.files import Limits
from bcp.source import Document, lines, read

SPEAKABLE = st.characters(
    exclude_categories=("Cs", "Cc", "Cn", "Zl", "Zp"), include_characters="\n\t"
)
TEXT = st.text(SPEAKABLE, max_size=30) | st.sampled_from(
    ["", "no", "~", "null", "17:30", "+380441234567", "- a", "a: b", "#", "\n a\n"]
)
LINE = TEXT.filter(lambda text: "\n" not in text)  # a key stands on one line
DATA = st.recursive(
    TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(LINE, inner, max_size=4),
    max_leaves=15,
)
YAML_LIKE = st.lists(
    st.sampled_from([*"ab01 -:?&*!|>'\"%@`#{}[],~<\\\t\n\r\u0085\u2028\ufeff\0😀ї", "\n  ", "k: "]),
    max_size=60,
).map("".join)


def hold(document: Document) -> None:
    """Whatever a document says of places is a place in its text."""
    counted = lines(document.text)
    spans = [document.span(())]
    for fault in document.faults:
        spans += [fault.span, *(related.span for related in fault.related)]
        assert str(fault.message)
        assert len(fault.fingerprint) == 32
    for span in spans:
        assert 1 <= span.line <= span.end_line <= len(counted)
        assert 1 <= span.column <= len(counted[span.line - 1]) + 2
        assert (span.line, span.column) <= (span.end_line, span.end_column)
    assert list(document.faults) == sorted(document.faults)
    assert document.whole or document.faults


@settings(deadline=None)
@given(st.binary(max_size=200))
@example(b"\xef\xbb\xbf\xff")
@example(b"a\0")
def test_any_bytes_give_a_document(content):
    hold(read(content, "x.yaml"))


@given(YAML_LIKE)
@settings(max_examples=400, deadline=None)
@example("&a []: [*a]\n")
@example("a: &x\n  b: *x\n")
@example('"\ufeff')
def test_anything_that_looks_like_yaml_gives_a_document(content):
    document = read(content.encode(), "x.yaml", Limits(depth=6, nodes=20))
    hold(document)
    if none_within(document.value):
        assert document.faults


def none_within(value) -> bool:
    if isinstance(value, dict):
        return any(inner is None or none_within(inner) for inner in value.values())
    return isinstance(value, list) and any(i is None or none_within(i) for i in value)


@settings(deadline=None)
@given(DATA, st.booleans(), st.sampled_from([None, '"', "'"]), st.sampled_from([20, 1000]))
def test_what_was_written_is_what_is_read(data, flow, style, width):
    content = yaml.safe_dump(
        data, default_flow_style=flow, default_style=style, width=width, allow_unicode=True
    )
    # Without default_style safe_dump quotes whatever YAML would take for something else.
    document = read(content.encode(), "x.yaml")
    assert document.faults == ()
    assert document.value == data
    assert document.whole
    for path, text in scalars(data):
        written = cut(document, path)
        if document.is_plain(path) and "\n" not in written:
            assert written == text
        if text.isalnum() and text.isascii() and len(text) < 10:
            assert text in written or written.startswith(("&", "*"))


def scalars(value, path=()):
    if isinstance(value, str):
        yield path, value
    for key, inner in value.items() if isinstance(value, dict) else ():
        yield from scalars(inner, (*path, key))
    for position, inner in enumerate(value) if isinstance(value, list) else ():
        yield from scalars(inner, (*path, position))


def cut(document: Document, path) -> str:
    """The text that stands at the span, whatever ends the lines."""
    span = document.span(path)
    rows = [document.excerpt(n) for n in range(span.line, span.end_line + 1)]
    rows[-1] = rows[-1][: span.end_column - 1]
    rows[0] = rows[0][span.column - 1 :]
    return "\n".join(rows)


KEYS = st.lists(st.text("abcdef", min_size=1, max_size=4), min_size=1, max_size=8)


@settings(deadline=None)
@given(KEYS, st.sampled_from(["\n", "\r\n", "\r"]), st.booleans())
def test_every_key_that_stands_again_is_found_where_it_stands(keys, end, mark):
    content = "".join(f"{key}: {key}{end}" for key in keys)
    document = read((("\ufeff" if mark else "") + content).encode(), "x.yaml")
    again = [n for n, key in enumerate(keys, 1) if key in keys[: n - 1]]
    assert [fault.span.line for fault in document.faults] == again
    for fault in document.faults:
        first = fault.related[0].span
        assert document.excerpt(first.line) == document.excerpt(fault.span.line)
        assert first.line < fault.span.line
