"""YAML bytes become values with positions, safely. The only importer of ``yaml``.

What is written is what is read: every scalar arrives as the text that stands there; nothing is
taken for a number, a flag or a date. What is wrong is a :class:`~bcp.diagnostics.Diagnostic`, never
an exception: ``SRC001`` not YAML, not UTF-8 or a character that no text may hold, ``SRC002`` a key
twice, ``SRC003`` tabs as indentation, ``SRC005`` nothing after a key, ``SRC006`` beyond a limit,
``SRC007`` a part of YAML that plans do not use, ``SRC013`` (a warning) a text cut at a ``#``.

The subset of YAML. One document a file, in UTF-8. Keys are single-line texts without anchor, alias
or tag. No merge keys (``<<``): what an object says should stand where it is read, and two readers
resolve a merge differently. No tag but ``!!str``. An anchor (``&name``) and aliases (``*name``) are
allowed on values: each name once, aliases after it and never inside it; the limits hold for the
value with every alias written out, and the aliased value is one object, not a copy.

The text is read with libyaml's event stream, without recursion, and cut at the limits while it is
read. Positions are not kept for files in which nothing is wrong: the first question for one reads
the text again.
"""

from bcp.source.document import Document, read
from bcp.source.reader import Value
from bcp.source.text import brief, lines

__all__ = ["Document", "Value", "brief", "lines", "read"]
