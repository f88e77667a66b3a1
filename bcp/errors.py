"""What is wrong with the surroundings: a bad option, an unreadable folder, a missing program.

What an officer wrote in a plan is never an exception: it becomes a
:class:`~bcp.diagnostics.Diagnostic`. Only the environment raises.
"""

from __future__ import annotations


class BcpError(Exception):
    """The command cannot do its work here; ends with exit code 2.

    ``message`` is one plain sentence with the thing it speaks of; ``fix`` says what to do about it.
    """

    def __init__(self, message: str, fix: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.fix = fix
