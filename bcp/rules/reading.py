"""What must hold of the files themselves. The reader keeps these; here they are explained."""

from __future__ import annotations

from collections.abc import Iterator

from bcp.diagnostics import Place, Severity
from bcp.model.references import values_of
from bcp.model.scalars import Phone
from bcp.rules.rule import Context, Finding, kept_by_the_reader, rule


@kept_by_the_reader("SRC001")
def readable() -> None:
    """Every plan file is readable YAML in UTF-8.

    Why: what cannot be read is not in the plan, and nobody notices until the night it is needed.
    Fix: mend the line that is shown; most often a quote, a bracket or an indent is missing.
    Ignore when: never.
    """


@kept_by_the_reader("SRC002")
def keys_once() -> None:
    """No key occurs twice in one group.

    Why: of two equal keys other programs silently take the last one, and a phone number is lost.
    Fix: join the two, or delete the one that is wrong.
    Ignore when: never.
    """


@kept_by_the_reader("SRC003")
def no_tabs() -> None:
    """No tab is used for indentation.

    Why: YAML forbids it, because a tab is as wide as each editor likes.
    Fix: indent with spaces, two for each level.
    Ignore when: never.
    """


@kept_by_the_reader("SRC004")
def known_keys() -> None:
    """Every key is known to the kind it stands in.

    Why: a mistyped key would otherwise be passed over, and what it says would be missing on paper.
    Fix: take the key that is proposed, or look it up in the language reference.
    Ignore when: never.
    """


@kept_by_the_reader("SRC005")
def right_type() -> None:
    """Every value is of the kind its field asks for.

    Why: what is written is what is read; a value that only looks like a time or a date is not
    guessed at.
    Fix: write it the way the message shows.
    Ignore when: never.
    """


@kept_by_the_reader("SRC006")
def within_limits() -> None:
    """No file is larger or nested deeper than the limits.

    Why: a plan is read by machines that nobody watches; no input may make them hang.
    Fix: split the file: a file may hold any kinds, and a plan any number of files.
    Ignore when: never.
    """


@kept_by_the_reader("SRC007")
def plain_yaml() -> None:
    """No alias, tag or merge key is used outside the documented subset.

    Why: what an object says should stand where it is read, and programs differ in these parts.
    Fix: write the value out, or make it an object of its own and refer to it by id.
    Ignore when: never.
    """


@kept_by_the_reader("SRC008")
def known_version() -> None:
    """The plan says which version of the language it is in, and this program knows it.

    Why: a later version may mean something else by the same words.
    Fix: write ``bcp: 1`` at the top of plan.yaml; check a later plan with a newer program.
    Ignore when: never.
    """


@kept_by_the_reader("SRC009")
def durations_have_units() -> None:
    """Every length of time carries its unit.

    Why: "within: 30" was thirty minutes to its writer and thirty seconds to its reader.
    Fix: write 30m, 30s or 30d.
    Ignore when: never.
    """


@kept_by_the_reader("SRC010")
def phones_in_quotes() -> None:
    """Every phone number stands in quotes.

    Why: without quotes other programs read it as a number and lose its plus sign and zeros.
    Fix: put it in quotes, with spaces as it is read aloud: "+44 20 7946 0101".
    Ignore when: never.
    """


@kept_by_the_reader("SRC012")
def required_fields() -> None:
    """Every field that an object cannot do without is there.

    Why: without it the object says nothing.
    Fix: add the line that is named; the language reference says what belongs there.
    Ignore when: never.
    """


@kept_by_the_reader("SRC013", Severity.WARNING)
def no_text_is_cut() -> None:
    """No text without quotes ends at a ``#``, or in brackets at a ``?``, that may belong to it.

    Why: after a space, ``#`` begins a comment: "Hand out mobiles from box # 4" prints without the
    number of the box, and no program says so. In brackets, as in ``[Who knew first?, Who not?]``,
    many other programs end a text at the ``?`` and refuse the whole file: linters, editors, the
    checks before a commit.
    Fix: put the whole text in quotes; before a comment that is meant as one put two spaces.
    Ignore when: never; two spaces before the ``#`` say that it is a comment.
    """


@rule("SRC011", Severity.ERROR, since="start")
def phones_possible(ctx: Context) -> Iterator[Finding]:
    """Every phone number can exist in its country's numbering plan.

    Why: a digit too few is found at three in the morning, by the one who dials.
    Fix: compare the number with the source it was taken from.
    Ignore when: never; a number that is possible but not given to anybody is not reported.
    """
    from phonenumbers import (
        NumberParseException,
        ValidationResult,
        is_possible_number_with_reason,
        parse,
    )

    # One import of 2.4 bare starts, and only for plans that hold a number.
    known: dict[str, int | None] = {}

    def length(number: str) -> int | None:
        """Whether it has the length of a number of its country; None where there is no country."""
        if number not in known:
            try:
                # A number with its country code that has the length of a local one rings nowhere:
                # "+44 7700 9004" would do inside a town, without the code.
                known[number] = is_possible_number_with_reason(parse(number))
            except NumberParseException:
                known[number] = None
        return known[number]

    for place, number in phone_numbers(ctx):
        if (found := length(number)) != ValidationResult.IS_POSSIBLE:
            yield Finding(
                place,
                "{number} cannot be a phone number: no country has its first digits"
                if found is None
                else "{number} cannot be a phone number: too few or too many digits for its "
                "country",
                number=number,
            )


def phone_numbers(ctx: Context) -> Iterator[tuple[Place, str]]:
    """Every international phone number in the plan, with its place."""
    for one in ctx.plan:
        for path, number in values_of(one, Phone):
            yield one.at(*path), str(number)
