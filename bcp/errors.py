"""What is wrong with the surroundings: a bad option, an unreadable folder, a missing program.

What an officer wrote in a plan is never an exception: it becomes a
:class:`~bcp.diagnostics.Diagnostic`. Only the environment raises.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


class BcpError(Exception):
    """The command cannot do its work here; ends with exit code 2.

    ``message`` is one plain sentence with the thing it speaks of; ``fix`` says what to do about it.
    With ``arguments`` both are templates over them, in ``str.format`` style, and can be said in
    another language: ``BcpError("{path} is not a folder", "name the folder", path=path)``. An
    argument with a method ``text``, such as a :class:`~bcp.diagnostics.Message`, is translated too.
    """

    def __init__(self, message: str, fix: str = "", /, **arguments: object) -> None:
        self.template, self.fix_template = message, fix
        self.arguments = arguments
        self.message = self._said(message, str)
        self.fix = self._said(fix, str)
        super().__init__(self.message)

    def in_words(self, translate: Callable[[str], str]) -> tuple[str, str]:
        """The sentence and the fix (empty when there is none) in another language."""
        return self._said(self.template, translate), self._said(self.fix_template, translate)

    def _said(self, template: str, translate: Callable[[str], str]) -> str:
        words = translate(template) if template else ""
        if not self.arguments:
            return words
        number = getattr(translate, "number", None)
        values: dict[str, Any] = {}
        for name, value in self.arguments.items():
            said = getattr(value, "text", None)
            if callable(said):
                values[name] = said(translate)
            elif number is not None and isinstance(value, int):
                values[name] = number(value)
            else:
                values[name] = value
        return words.format(**values)
