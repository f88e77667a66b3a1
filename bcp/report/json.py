"""Diagnostics as JSON, in a documented and versioned shape.

``{"format": "bcp.check/1", "as_of": day, "plans": [{"plan": id, "folder": folder, "files": n,
"objects": n, "rules": n, "diagnostics": [...], "waived": [...]}], "summary": {"error": n, …}}``.
A diagnostic has ``code``, ``severity``, ``message``, ``hint``, ``file``, ``line``, ``column``,
``end_line``, ``end_column`` (1-based, code points, end exclusive), ``object`` and ``path`` (null
where a fault belongs to no object), ``fingerprint`` and ``related``.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from typing import Any

from bcp.diagnostics import Diagnostic, Severity, Span, Translate
from bcp.report.checked import Checked

FORMAT = "bcp.check/1"


def dump(checked: Sequence[Checked], as_of: dt.date, translate: Translate) -> str:
    """The whole answer as one JSON document, ending with a line end."""
    answer = {
        "format": FORMAT,
        "as_of": as_of.isoformat(),
        "plans": [_plan(one, translate) for one in checked],
        "summary": {
            severity.label: sum(one.result.count(severity) for one in checked)
            for severity in sorted(Severity, reverse=True)
        },
    }
    return json.dumps(answer, ensure_ascii=False, indent=2) + "\n"


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
