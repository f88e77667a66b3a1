"""What every part reports with: order, fingerprints, messages."""

from __future__ import annotations

import random

from bcp.diagnostics import Diagnostic, Message, Place, Severity, Span


def a_diagnostic(line: int = 1, code: str = "ROL003", **arguments) -> Diagnostic:
    return Diagnostic(
        Span("roles.yaml", line, 3, line, 7),
        code,
        Severity.ERROR,
        Message.of("{role} has no alternate", **{"role": "lead", **arguments}),
        place=Place("lead", ("alternates",)),
    )


def test_diagnostics_sort_by_file_line_and_code():
    ordered = [a_diagnostic(1, "A"), a_diagnostic(1, "B"), a_diagnostic(2, "A")]
    mixed = ordered.copy()
    random.Random(1).shuffle(mixed)
    assert sorted(mixed) == ordered


def test_a_fingerprint_depends_on_what_and_where_not_on_the_line():
    assert a_diagnostic(1).fingerprint == a_diagnostic(99).fingerprint
    assert a_diagnostic(1).fingerprint != a_diagnostic(1, "ROL004").fingerprint
    assert a_diagnostic(1).fingerprint != a_diagnostic(1, role="clerk").fingerprint


def test_severities_are_ordered():
    assert Severity.ERROR > Severity.WARNING > Severity.INFO


def test_a_message_is_translated_with_its_arguments():
    ukrainian = {"{what} is missing": "бракує: {what}", "a phone": "телефону"}
    message = Message.of("{what} is missing", what=Message.of("a phone"))
    assert message.text() == "a phone is missing"
    assert message.text(lambda template: ukrainian[template]) == "бракує: телефону"


def test_braces_in_what_the_user_wrote_are_harmless():
    assert Message.of("{x} is wrong", x="{0} {y!r}").text() == "{0} {y!r} is wrong"
