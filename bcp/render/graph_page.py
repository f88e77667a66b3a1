"""The page of a plan's graph: one HTML file that needs nothing else, and may ask for nothing.

Its policy allows one script and one style sheet, both inside it and known by their hashes, and no
address at all. So nothing that a plan says can run, whatever markup it holds: titles reach the page
as JSON, whose ``<`` is written ``\\u003c``, and as SVG text; the script puts them into text nodes.
"""

from __future__ import annotations

import base64
import dataclasses
import hashlib
import json
import re
from typing import Any, Final

from markupsafe import Markup

from bcp.graph.drawing.formats import clean
from bcp.graph.drawing.svg import body, laid_out
from bcp.i18n import translator
from bcp.render import assets
from bcp.render.html import environment
from bcp.views.graph_page import GraphPage, PagePicture

FORMAT: Final = "bcp.graph-page/1"
_TEMPLATE: Final = "graph-page.html"
_SCRIPTS: Final = ("graph-model.js", "graph-picture.js", "graph-page.js")
"""The parts of the one script, in order."""
_LONE: Final = re.compile("[\ud800-\udfff]")
_WRITTEN_OUT: Final = str.maketrans(
    {
        "<": "\\u003c",
        ">": "\\u003e",
        "&": "\\u0026",
        "\u2028": "\\u2028",
        "\u2029": "\\u2029",
    }
)


def graph_page_html(page: GraphPage, language: str) -> str:
    """The page as HTML; the same plan and language give the same bytes."""
    say = translator(language)
    style, script = _part("graph-page.css"), "".join(map(_part, _SCRIPTS))
    pictures = [
        {"title": _plain(one.title), "svg": _svg(one, number)}
        for number, one in enumerate(page.pictures)
    ]
    template = environment().get_template(_TEMPLATE)
    return template.render(
        _=say,
        say=say,
        language=language,
        page=page,
        title=_plain(page.title),
        pictures=pictures,
        policy=_policy(style, script),
        data=Markup(json_of(page)),  # noqa: S704 - no character of markup is left in it
        style=Markup(style),  # noqa: S704 - a shipped file
        script=Markup(script),  # noqa: S704 - a shipped file
    )


def json_of(page: GraphPage) -> str:
    """What the script of the page reads, written so that it can stand inside a ``script``."""
    values: dict[str, Any] = {
        "format": FORMAT,
        "plan": page.plan,
        "nodes": [dataclasses.asdict(one) for one in page.nodes],
        "holds": [dataclasses.asdict(one) for one in page.holds],
        "staffing": {
            "roles": page.roles,
            "candidates": page.candidates,
            "at_once": page.at_once,
        },
        "risks": [dataclasses.asdict(one) for one in page.risks],
        "kinds": dict(page.kinds),
        "ones": dict(page.ones),
        "words": dict(page.words),
    }
    text = json.dumps(_clean(values), ensure_ascii=False, separators=(",", ":"))
    return text.translate(_WRITTEN_OUT)


def _clean(value: Any) -> Any:
    """Texts without what steers a terminal or turns the direction of text around."""
    if isinstance(value, str):
        return _plain(value)
    if isinstance(value, dict):
        return {key: _clean(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_clean(one) for one in value]
    return value


def _plain(text: str) -> str:
    return " ".join(clean(_LONE.sub("\N{REPLACEMENT CHARACTER}", text)).split())


def _part(name: str) -> str:
    return (assets.folder() / name).read_text("utf-8")


def _policy(style: str, script: str) -> str:
    """What the page may do: run its script, use its style, and nothing else."""
    return (
        f"default-src 'none'; script-src '{_hash(script)}'; style-src '{_hash(style)}'; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"


def _svg(one: PagePicture, number: int) -> Markup:
    laid = laid_out(one.picture)
    return Markup(  # noqa: S704 - svg.body writes every character of markup out
        f'<svg xmlns="http://www.w3.org/2000/svg" id="picture-{number}" class="picture"'
        f' viewBox="0 0 {laid.width} {laid.height}" data-width="{laid.width}"'
        f' data-height="{laid.height}" font-family="sans-serif">'
        f'<g class="canvas">{"".join(body(laid))}</g></svg>'
    )
