"""Write docs/rules.md and docs/rules.uk.md from the catalogue: every rule, why it is there, how to
answer it."""

from __future__ import annotations

import sys
from pathlib import Path

REPOSITORY = Path(__file__).parents[1]
sys.path.insert(0, str(REPOSITORY))

from bcp.i18n import LANGUAGES, explainer  # noqa: E402 - the repository's own package
from bcp.rules.reference_page import page  # noqa: E402

if __name__ == "__main__":
    for language in LANGUAGES:
        name = "rules.md" if language == LANGUAGES[0] else f"rules.{language}.md"
        (REPOSITORY / "docs" / name).write_text(page(explainer(language)), encoding="utf-8")
