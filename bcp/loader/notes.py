"""What is wrong with how a plan is written, as far as it is worth telling."""

from __future__ import annotations

from collections import Counter

from bcp import source
from bcp.diagnostics import Diagnostic, Message, Place, Related, Severity, Span
from bcp.files import DEFAULT_LIMITS


class Notes:
    """The faults found while one plan is read."""

    def __init__(self) -> None:
        self.diagnostics: list[Diagnostic] = []
        self._told: Counter[str] = Counter()
        """How many were told, by file."""

    def say(
        self,
        span: Span,
        code: str,
        message: Message,
        hint: Message | None = None,
        related: tuple[Related, ...] = (),
        place: Place | None = None,
    ) -> None:
        self._told[span.file] += 1
        self.diagnostics.append(
            Diagnostic(span, code, Severity.ERROR, message, hint, related, place)
        )

    def is_full(self, document: source.Document) -> bool:
        """Whether so many faults of a file were told that more would help nobody.

        Looking for what was meant costs more than reading; a file of nothing but faults must not
        keep a check busy for minutes.
        """
        return self._told[document.file] >= DEFAULT_LIMITS.faults

    def tell_rest(self, document: source.Document) -> None:
        if self.is_full(document):
            self.say(
                document.span(()),
                "SRC006",
                Message.of(
                    "there are more than {count} faults in this file; the rest are not listed",
                    count=DEFAULT_LIMITS.faults,
                ),
                Message.of("Mend those that are listed, then check again."),
            )
