"""Write docs/language.md and docs/language.uk.md from the models: every kind, every field, what
belongs there."""

from __future__ import annotations

import sys
from pathlib import Path

REPOSITORY = Path(__file__).parents[1]
sys.path.insert(0, str(REPOSITORY))

from bcp.i18n import LANGUAGES, explainer  # noqa: E402 - the repository's own package
from bcp.model.language_page import page  # noqa: E402

if __name__ == "__main__":
    for language in LANGUAGES:
        name = "language.md" if language == LANGUAGES[0] else f"language.{language}.md"
        (REPOSITORY / "docs" / name).write_text(page(explainer(language)), encoding="utf-8")
