"""Rating the objectives, and the end of a drill with its questions."""

from __future__ import annotations

from bcp.drill.afteraction import Standing, suggested
from bcp.drill.journal import DamagedJournalError, NotSavedError, one_line
from bcp.drill.runner import LEFT, RATINGS, Answer, Rate, Session
from bcp.drill.terminal.talk import INDENT, Talk
from bcp.drill.typed import letter, yes
from bcp.errors import BcpError


class Debrief:
    """What is talked through when the playing is done; ratings may be given earlier too."""

    def __init__(self, session: Session, talk: Talk) -> None:
        self._session = session
        self._talk = talk
        self.say = talk.say
        self._explained = False

    def rate(self, rest: str) -> None:
        """Rate the objective that ``rest`` names (``reach S a reason``), or each in turn."""
        if rest:
            objective, _, tail = rest.partition(" ")
            code, _, reason = tail.strip().partition(" ")
            self._rated(Rate(objective, letter(code), reason))
            return
        for one in self._session.script.objectives:
            self._rate_one(one.id, over=False)

    def end(self) -> None:
        """Ask for what is still to be rated and answered, then close the run."""
        if yes(self._talk.ask(self.say("End the drill now? y or n:")), self.say) is not True:
            return
        session = self._session
        # What follows is talk: the clock of the exercise has done its part.
        session.pause("the end")
        for one in session.script.objectives:
            if not self._has_rating(one.id):
                self._rate_one(one.id, over=True)
        for question in session.script.questions:
            if question.id not in session.progress.answered:
                self._talk.line(self.say("ASK"), question.ask)
                text = self._talk.ask(INDENT + self.say("Answer (Enter leaves it):"))
                if text not in ("", LEFT):
                    session.do(Answer(question.id, text))
        session.end()
        self._talk.line(self.say("END"), self.say("The drill is over and saved."))

    def _rate_one(self, id: str, *, over: bool) -> None:  # noqa: A002
        """Ask for a rating. At the end (``over``) leaving it is written down, as no rating."""
        session, say = self._session, self.say
        objective = session.script.objective[id]
        proposal = suggested(session.progress, objective, session.now, over=over)
        self._explain()
        self._talk.line(say("RATE"), f"[{id}] {objective.text}")
        offer = (
            say("Enter takes {code}").format(code=proposal)
            if proposal
            else say("what was played shows none")
        )
        leave = say("- leaves it")  # a word inside the f-string would not be found for translation
        question = f"P, S, M, U ({offer}, {leave}):"
        while True:
            entered = self._talk.ask(f"{INDENT}{question}") or proposal
            code, _, reason = entered.partition(" ")
            code = letter(code)
            if code == LEFT and not over:
                return
            try:
                # Nothing typed and nothing suggested is no rating, and is asked again.
                self._rated(Rate(id, code, reason.strip() or self._reason(code, proposal)))
                return
            except (NotSavedError, DamagedJournalError):
                raise
            except BcpError as error:
                self._talk.refused(error)

    def _explain(self) -> None:
        """What the letters mean, before the first is asked for."""
        if not self._explained:
            self._explained = True
            said = self.say("Write P (without challenges), S (some), M (major) or U (unable).")
            self._talk.line("", said)

    def _reason(self, code: str, proposal: str) -> str:
        if code.upper() == proposal or code.upper() not in RATINGS:
            return ""
        return self._talk.ask(INDENT + self.say("Why?"))

    def _rated(self, rate: Rate) -> None:
        record = self._session.do(rate)
        code = str(record.data["code"])
        told = self.say(Standing.NOT_RATED.value) if code == LEFT else code
        reason = one_line(str(record.data.get("reason", "")))
        words = f"{told}; {reason}" if reason else told
        self._talk.line(self.say("RATED"), f"[{record.data['objective']}] {words}")

    def _has_rating(self, objective: str) -> bool:
        given = self._session.progress.ratings.get(objective, ())
        return any(one.code in RATINGS for one in given)
