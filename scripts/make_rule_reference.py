"""Write docs/rules.md from the catalogue: every rule, why it is there, how to answer it."""

from __future__ import annotations

import sys
from pathlib import Path

REPOSITORY = Path(__file__).parents[1]
sys.path.insert(0, str(REPOSITORY))

from bcp.rules.reference_page import page  # noqa: E402 - the repository's own package

if __name__ == "__main__":
    (REPOSITORY / "docs" / "rules.md").write_text(page(), encoding="utf-8")
