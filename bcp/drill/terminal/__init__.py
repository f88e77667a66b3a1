"""Playing a drill at a terminal, in plain lines: no cursor is moved, nothing is drawn over.

Each change is one line with a word first (``DUE``, ``LATE``, ``DONE``), so that it can be read
aloud by a screen reader, sent through a pipe and kept in a log. It needs a line-wise input and an
output, nothing else.
"""

from bcp.drill.terminal.console import Input, Keyboard, echo, keyboard
from bcp.drill.terminal.plain import HELP, Plain

__all__ = ["HELP", "Input", "Keyboard", "Plain", "echo", "keyboard"]
