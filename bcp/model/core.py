"""pydantic's core, without the part of it that only type checkers read.

``import pydantic_core`` also runs ``pydantic_core.core_schema``: some hundred typed dictionaries
that say how a schema is written. They cost as much as one and a half bare Python starts, a tenth of
checking a plan, and nothing here looks at them. So an empty module stands in for it while the core
is imported, and is taken away again: whoever asks for ``pydantic_core.core_schema`` afterwards,
such as pydantic itself, gets the real one. If the package was imported before, it is used as it is.
"""

import sys
from types import ModuleType
from typing import Any

_TYPES = "pydantic_core.core_schema"


def _import_lean() -> None:
    """Import pydantic_core with nothing but the names it takes from its types."""
    stand_in = ModuleType(_TYPES)
    stand_in.__getattr__ = lambda _: Any  # type: ignore[method-assign]
    sys.modules[_TYPES] = stand_in
    try:
        import pydantic_core  # noqa: F401
    finally:
        del sys.modules[_TYPES]


if "pydantic_core" not in sys.modules:
    _import_lean()

from pydantic_core import PydanticCustomError, SchemaValidator, ValidationError  # noqa: E402

__all__ = ["PydanticCustomError", "SchemaValidator", "ValidationError"]
