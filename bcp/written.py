"""How a scalar was written, where that matters to what it means."""

from __future__ import annotations


class Numberlike(str):
    """An unquoted scalar that other YAML readers (1.1 or 1.2) take for a number; still its text.

    ``12``, ``0123``, ``1e3``, ``0x1F``, ``+380441234567``, and ``17:30`` (which YAML 1.1 reads as
    1050). Phones and codes must not be of this kind: the next reader may lose a zero.
    """

    __slots__ = ()
