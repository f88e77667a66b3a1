"""The card for three in the morning: short, and nothing missing that its role needs."""

import re
import subprocess

import pytest

from bcp.model.communication import Audience, MessageTemplate
from bcp.model.people import Person, Role, Team
from bcp.model.resources import Site, Supplier
from bcp.model.response import Escalation, Level, Lever, Playbook, Procedure
from bcp.render.documents import render_role_card
from bcp.views.role_card import role_card, role_ids

MOST = 6
"""Pages of a card: three sheets."""

BUSY = ("shift-lead", "duty-manager", "incident-lead", "communications-lead")
"""The roles of the example with the most to do."""


def squeezed(words: object) -> str:
    """Words without spaces and hyphens: where a line breaks on paper says nothing."""
    return "".join(str(words).replace("-", "").split())


@pytest.fixture(scope="module")
def words_of(tmp_path_factory):
    """The words of each page of a PDF file, squeezed, in the order in which they are read."""

    def extract(pdf: bytes) -> list[str]:
        path = tmp_path_factory.mktemp("pdf") / "card.pdf"
        path.write_bytes(pdf)
        read = ["pdftotext", "-raw", path, "-"]
        done = subprocess.run(read, capture_output=True, check=True, text=True)
        return [squeezed(one) for one in done.stdout.split("\f")[:-1]]

    return extract


def first_page(card):
    """Who I am, what I may decide, when I start what, whom I call first."""
    yield from (card.title, card.purpose)
    yield from (one.number for one in card.numbers)
    yield from (name for _, names in card.holders for name in names.split(", "))
    yield from (turn.who for turn in card.rota)
    yield from (one.may for one in card.powers)
    yield from (level for level, _ in card.levels)
    yield from (condition for one in card.playbooks for _, condition in one.starts)
    for call in card.calls[0].calls if card.calls else ():
        for reached in () if call.mine else call.reach:
            yield from (number.number for number in reached.numbers)


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "uk"])
def test_no_card_is_longer_than_three_sheets_and_its_first_page_is_the_card(
    northline, stamp, words_of, language
):
    for role_id in role_ids(northline):
        pages = words_of(render_role_card(northline, role_id, stamp, language).pdf)
        assert len(pages) <= MOST, role_id
        card = role_card(northline, role_id, language)
        missing = [words for words in first_page(card) if squeezed(words) not in pages[0]]
        assert missing == [], role_id
        for playbook in card.playbooks:
            named = re.escape(squeezed(playbook.title)) + f"–[1-{MOST}]"
            assert re.search(named, pages[0]), (role_id, playbook.title)


def given_to(plan, role_id, several):
    """Tasks or steps of a role, and of the team that it leads."""
    leads = {team.id for team in plan.of(Team) if team.lead == role_id}
    return [one for one in several if one.by in {role_id, *leads}]


def powers(plan, role_id):
    for one in plan.find(role_id, Role).authority:
        yield from (one.may, one.when, one.limit, one.until)
    for level in plan.of(Level):
        if level.declared_by == role_id:
            yield from level.criteria


def tasks(plan, role_id):
    for playbook in plan.of(Playbook):
        for _, several in playbook.tasks.by_phase():
            for task in given_to(plan, role_id, several):
                yield from (playbook.label, task.id, task.do, task.check)
        on = playbook.activation
        yield from (
            one.when for one in (on.standby, on.partial, on.full) if one and one.by == role_id
        )
        if playbook.stand_down.by == role_id:
            yield playbook.stand_down.when


def steps(plan, role_id):
    for procedure in plan.of(Procedure):
        mine = given_to(plan, role_id, procedure.steps)
        if mine and procedure.overrun is not None:
            yield procedure.overrun.then
        for step in mine:
            yield from (procedure.label, step.do, step.decide, step.where, step.check)
            yield step.otherwise
            for option in step.options:
                yield from (option.choose, option.when, option.then)


def words_to_say(plan, role_id):
    for message in plan.of(MessageTemplate):
        sends = message.publish is not None and message.publish.by == role_id
        if sends:
            yield from message.do_not_say
            for gap in message.placeholders.values():
                yield from (gap.source, gap.safe_default)
            asked = plan.find(message.audience, Audience).languages
            for text in message.text.values():
                yield from (words for tag, words in text.by_language if tag in ("", *asked))
        if message.approve is not None and message.approve.by == role_id and not sends:
            yield from (message.label, message.approve.if_silent)


def levers(plan, role_id):
    for one in plan.of(Lever):
        if one.by == role_id:
            yield from (one.label, one.do, one.limit, one.cost, one.yields, one.ends, one.reversal)


def people_outside(plan, role_id):
    for one in plan.of(Supplier):
        if one.invoke is not None and role_id in one.invoke.who_may:
            yield from (one.label, one.invoke.reference, one.invoke.code_word_kept)
            yield from (number for _, number in one.phones.numbers())


def people_inside(plan, role_id):
    """Every number of everybody whom its call lists name, and of those who stand in for them."""
    for escalation in plan.of(Escalation):
        called = [plan.find(step.role, Role) for step in escalation.steps]
        for role in called if role_id in {one.id for one in called} else ():
            held_by = (plan.find(one, Person) for one in (role.primary, *role.alternates) if one)
            yield from (number for one in held_by for _, number in one.phones.numbers())


def care(plan, role_id):
    for site in plan.of(Site):
        if site.roll_call_by == role_id:
            yield from (site.label, site.muster, site.muster_alternate)


NEEDED = (powers, tasks, steps, words_to_say, levers, people_outside, people_inside, care)


@pytest.mark.slow
@pytest.mark.parametrize("role_id", BUSY)
def test_a_card_leaves_out_nothing_that_its_role_needs(northline, stamp, words_of, role_id):
    """Looked for as the plan has it, not as the card's view does."""
    card = "".join(words_of(render_role_card(northline, role_id, stamp, "en").pdf))
    facts = [fact for facts in NEEDED for fact in facts(northline, role_id) if fact]
    assert len(facts) > 60
    assert [str(fact) for fact in facts if squeezed(fact) not in card] == []


@pytest.mark.slow
def test_the_facts_of_one_role_are_not_on_the_card_of_another(northline, stamp, words_of):
    """So that the test above can fail."""
    card = "".join(words_of(render_role_card(northline, "continuity-lead", stamp, "en").pdf))
    facts = [fact for fact in steps(northline, "shift-lead") if fact]
    assert sum(squeezed(fact) not in card for fact in facts) > 100


def test_words_and_numbers_stand_once_on_a_card(harbour, stamp, words_of):
    card = "".join(words_of(render_role_card(harbour, "desk-lead", stamp, "en").pdf))
    assert card.count(squeezed("+44 7700 900601")) == 1
    assert card.count(squeezed("We work on paper since")) == 1
    assert card.count(squeezed("the screens are dark for ten minutes")) == 1


def test_a_task_names_the_number_of_the_steps_that_it_follows(northline):
    card = role_card(northline, "shift-lead", "en")
    tasks = [one for part in card.playbooks for _, ticks in part.phases for one in ticks]
    followed = [one for one in tasks if one.procedure in card.numbered]
    assert len(followed) > 10
    for one in followed:
        number = card.numbered[one.procedure]
        assert card.procedures[number - 1].title in one.do
        assert one.do.startswith("→ ")
