"""Write docs/language.md from the models: every kind, every field, what belongs there."""

from __future__ import annotations

import sys
from pathlib import Path

REPOSITORY = Path(__file__).parents[1]
sys.path.insert(0, str(REPOSITORY))

from bcp.model.language_page import page  # noqa: E402 - the repository's own package

if __name__ == "__main__":
    (REPOSITORY / "docs" / "language.md").write_text(page(), encoding="utf-8")
