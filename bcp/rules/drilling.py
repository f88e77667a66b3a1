"""What must hold of the answers that a drill is played from. ``bcp drill run`` says so while it
reads them; a check never does, because answers are no part of a plan.
"""

from __future__ import annotations

from bcp.rules.rule import kept_by_the_reader


@kept_by_the_reader("DRL001")
def known_in_the_drill() -> None:
    """Every id in the answers to a drill is one that the drill, or its plan, has.

    Why: an answer to something that nobody asks would be passed over, and what players did would
    stand as missed in the report.
    Fix: take the id that is proposed, or look it up with ``bcp drill script``. After ``by`` stands
    the id of a role, a person, a team, an organisation or a supplier. Good:
    ``answer-text: {at: 4m, by: duty-manager}``. Bad: ``anser-text: {at: 4m}``.
    Ignore when: never. Only ``bcp drill run --answers`` says this; ``bcp check`` reads no answers.
    """


@kept_by_the_reader("DRL002")
def answers_that_can_be_played() -> None:
    """Every answer to a drill says something that can be played.

    Why: what cannot be read as a time, a rating or a reason is not guessed at; a drill that was
    played from a guess proves nothing.
    Fix: write it the way the message shows, with the unit of every time. Good:
    ``answer-text: {at: 4m30s}``, ``radio-asks: {skip: no time left}``, ``reach: {rate: S}``. Bad:
    ``answer-text: 4``, ``reach: {rate: A}``.
    Ignore when: never. Only ``bcp drill run --answers`` says this; ``bcp check`` reads no answers.
    """


@kept_by_the_reader("DRL003")
def answers_run_forwards() -> None:
    """Nothing in the answers to a drill is done before what the plan has first.

    Why: a message that is sent before it was decided on, or a note before the note above it, is a
    slip of the pen, and would make a report in which the plan was followed backwards.
    Fix: put the later time later. Notes and figures stand in the order of their times. Good:
    ``decide-lines: {at: 8m}`` and ``switch-lines: {at: 12m}``. Bad: the same with ``at: 6m`` for
    the switch.
    Ignore when: never. Only ``bcp drill run --answers`` says this; ``bcp check`` reads no answers.
    """
