"""Diagnostics as JSON, in a documented and versioned shape.

``{"format": "bcp.check/1", "as_of": day, "plans": [{"plan": id, "folder": folder, "files": n,
"objects": n, "rules": n, "diagnostics": [...], "waived": [...]}], "summary": {"error": n, …}}``.
A diagnostic has ``code``, ``severity``, ``message``, ``hint``, ``file``, ``line``, ``column``,
``end_line``, ``end_column`` (1-based, code points, end exclusive), ``object`` and ``path`` (null
where a fault belongs to no object), ``fingerprint`` and ``related``. ``message`` and ``hint`` are
in the language asked for, English when none is; ``template`` and ``arguments`` are what the message
is made of, the same in every language, as ``code`` and ``fingerprint`` are.
``file`` is seen from the plan's ``folder``. What is found in a file that several plans share stands
with each of them, and the summary counts it with each.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bcp.diagnostics import Diagnostic, Severity, Span, Translate
from bcp.report.checked import Checked

FORMAT = "bcp.check/1"


def piece(checked: Checked, translate: Translate) -> str:
    """What is told of one plan, as a JSON object; :func:`whole` puts it into the answer."""
    import json  # what was answered before is told again without it

    return json.dumps(_plan(checked, translate), ensure_ascii=False, indent=2)


def whole(pieces: Sequence[str], as_of: str, counts: Mapping[Severity, int]) -> str:
    """The whole answer as one JSON document, ending with a line end.

    ``as_of`` is the day as year-month-day. At least one piece.
    """
    # A text in JSON holds no line end, so each one is between values.
    plans = ",\n".join("    " + one.replace("\n", "\n    ") for one in pieces)
    summary = ",\n".join(
        f'    "{severity.label}": {counts[severity]}' for severity in sorted(Severity, reverse=True)
    )
    return (
        f'{{\n  "format": "{FORMAT}",\n  "as_of": "{as_of}",\n'
        f'  "plans": [\n{plans}\n  ],\n  "summary": {{\n{summary}\n  }}\n}}\n'
    )


def _plan(one: Checked, translate: Translate) -> dict[str, Any]:
    return {
        "plan": one.plan,
        "folder": one.folder,
        "files": one.files,
        "objects": one.objects,
        "rules": len(one.result.rules),
        "diagnostics": [_diagnostic(found, translate) for found in one.result.diagnostics],
        "waived": [
            {
                **_diagnostic(found.diagnostic, translate),
                "waiver": found.waiver.id,
                "until": found.waiver.until.isoformat(),
            }
            for found in one.result.waived
        ],
    }


def _diagnostic(one: Diagnostic, translate: Translate) -> dict[str, Any]:
    return {
        "code": one.code,
        "severity": one.severity.label,
        "message": one.message.text(translate),
        "template": one.message.template,
        "arguments": {
            name: value if isinstance(value, int) else str(value)
            for name, value in one.message.arguments
        },
        "hint": one.hint.text(translate) if one.hint is not None else None,
        **_span(one.span),
        "object": one.place.id if one.place is not None else None,
        "path": list(one.place.path) if one.place is not None else None,
        "fingerprint": one.fingerprint,
        "related": [
            {"message": related.message.text(translate), **_span(related.span)}
            for related in one.related
        ],
    }


def _span(span: Span) -> dict[str, Any]:
    return {
        "file": span.file,
        "line": span.line,
        "column": span.column,
        "end_line": span.end_line,
        "end_column": span.end_column,
    }
