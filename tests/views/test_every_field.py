"""Every field of the plan language stands in some document, or is known not to.

Somebody who writes a sentence into a plan expects to find it on paper. All documents of all example
plans are made while it is noted which fields they ask for.
"""

import typing
from pathlib import Path

import pytest

from bcp import files, loader
from bcp.model import Object
from bcp.model.base import Part
from bcp.views.full_plan import full_plan
from bcp.views.role_card import role_card, role_ids

PLANS = Path(__file__).parents[2] / "plans"
EXAMPLES = ("nurse-line", "hromada", "northline", "outsourcer/airline", "outsourcer/energy")

NOT_PRINTED = {
    "read by rules and reckoning, not by people": """
        Audience.type Authority.power Exclusion.audience Exclusion.hazard Header.contacts
        Header.maturity Header.sector Indicator.measures Indicator.queue Person.appointed
        Person.roles_at_once Person.site Person.skills Person.timezone Person.trained
        Procedure.purpose Role.function Rota.timezone Source.column Source.promql Task.assess
        Task.welfare MessageTemplate.levels MessageTemplate.risks""",
    "an id that nothing on paper points at": "FormField.id TriageCategory.id Waiver.id",
    "printed as what a cause takes": "Redundancy.shares Supplier.shares System.shares",
    "printed where exercises are run and written up, by bcp drill: players must not read it": """
        Exercise.actions Exercise.criteria Exercise.debrief Exercise.ground_rules Exercise.injects
        Exercise.no_play Exercise.scope Exercise.story_starts ExerciseObjective.capability
        ExerciseObjective.id ExerciseObjective.measure ExerciseObjective.weight ExpectedAction.by
        ExpectedAction.id ExpectedAction.must ExpectedAction.tests ExpectedAction.text
        ExpectedAction.within Inject.at Inject.expect Inject.from_ Inject.id Inject.if_not_done
        Inject.kind Inject.means Inject.note Inject.objectives Inject.text Inject.to Measure.max
        Measure.metric Measure.min Scenario.text""",
    "evidence for the coverage matrices": """
        Course.records Event.covered Event.ratings Event.revision
        Improvement.capability Improvement.changes Improvement.element Rating.objective
        Rating.rating Rating.why""",
    "not yet: belongs into the plan beside what it qualifies": """
        Appetite.accept_below Appetite.high_from Grade.means Grade.title Header.appetite
        Header.scales Indicator.recovered Indicator.target Scales.impact Scales.likelihood
        Site.critical Source.every Supplier.critical System.critical""",
}
"""Fields that no document prints, by the reason."""


def models(of: type = Object) -> dict[str, type[Part]]:
    """Every model of the language by the name of its class."""
    found: dict[str, type[Part]] = {}

    def walk(annotation: object) -> None:
        if isinstance(annotation, type) and annotation.__name__ in found:
            return
        if isinstance(annotation, type) and issubclass(annotation, Part):
            found[annotation.__name__] = annotation
            for one in annotation.declared.values():
                walk(one.annotation)
        for argument in typing.get_args(annotation):
            walk(argument)

    for one in of.__subclasses__():
        walk(one)
    return found


@pytest.fixture(scope="module")
def asked_for() -> set[str]:
    """``Class.field`` of every field that a document asks for."""
    plans = [loader.load(files.read_tree(PLANS / name)).plan for name in EXAMPLES]
    for plan in plans:
        plan.referring_to(plan.id)  # the index reads every reference: it is made before
    asked: set[str] = set()
    plain = Part.__getattribute__

    def noting(self: Part, name: str) -> object:
        asked.add(f"{type(self).__name__}.{name}")
        return plain(self, name)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Part, "__getattribute__", noting)
        for plan in plans:
            full_plan(plan)
            for role in role_ids(plan):
                role_card(plan, role)
    return asked


def test_a_field_is_printed_or_known_not_to_be(asked_for):
    every = {
        f"{name}.{field.name}"
        for name, model in models().items()
        for field in model.declared.values()
    }
    unread = sorted(every - asked_for)
    assert unread == sorted(one for several in NOT_PRINTED.values() for one in several.split())
