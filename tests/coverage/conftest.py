"""Makes the examples of rules importable: their plans are looked at for evidence too."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1] / "rules"))
