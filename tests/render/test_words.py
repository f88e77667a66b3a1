"""The program's own words: translated, and the catalogues up to date."""

import datetime as dt
import importlib.util
import typing
from pathlib import Path

import pytest

from bcp.i18n import day_in, translator
from bcp.model import Header
from bcp.model.communication import Channel, MessageTemplate, Notification
from bcp.model.learning import Event, Exercise, Improvement, WellBeing
from bcp.model.people import Organisation, Phones, Team
from bcp.model.resources import Process, Redundancy, Strategy, System
from bcp.model.response import Risk
from bcp.views.telling import ENUMERATIONS

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(scope="module")
def maker():
    spec = importlib.util.spec_from_file_location(
        "make_catalogues", ROOT / "scripts" / "make_catalogues.py"
    )
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", ["bcp.po", "bcp.mo"])
def test_the_catalogues_are_up_to_date(maker, name):
    for language in maker.LANGUAGES:
        for path, content in maker.files(language).items():
            if path.name == name:
                assert path.read_bytes() == content, "Fix: make catalogues"


def test_every_word_of_the_documents_is_translated(maker):
    for language in maker.LANGUAGES:
        catalog = maker.updated(language)
        assert len(catalog) > 300
        assert maker.untranslated(catalog) == []


def test_a_translation_has_the_same_gaps_as_the_words(maker):
    import string

    def gaps(text):
        return {name for _, name, _, _ in string.Formatter().parse(text) if name}

    for language in maker.LANGUAGES:
        for one in maker.updated(language):
            ids = one.id if isinstance(one.id, tuple) else (one.id,)
            strings = one.string if isinstance(one.string, tuple) else (one.string,)
            for text in strings if one.id else ():
                assert gaps(text) == gaps(ids[0]), one.id


SHOWN = (
    (Header, "status"),
    (Team, "level"),
    (Organisation, "type"),
    (Process, "tier"),
    (System, "type"),
    (Redundancy, "mode"),
    (Risk, "class"),
    (Risk, "treatment"),
    (Channel, "type"),
    (MessageTemplate, "stage"),
    (Notification, "starts"),
    (WellBeing, "type"),
    (Exercise, "type"),
    (Event, "type"),
    (Improvement, "status"),
)


def words_of(annotation):
    if typing.get_origin(annotation) is typing.Literal:
        return set(typing.get_args(annotation))
    return {word for inner in typing.get_args(annotation) for word in words_of(inner)}


@pytest.mark.parametrize(("model", "key"), SHOWN)
def test_every_closed_word_that_a_document_shows_has_words_for_people(model, key):
    """Without them the key of the plan language would stand on paper."""
    words = words_of(model.declared[key].annotation)
    assert words
    assert words <= ENUMERATIONS.keys()


@pytest.mark.parametrize("model", [Strategy, Process])
def test_so_have_the_keys_of_maps(model):
    key = {"strategies": "resources", "processes": "impact"}[model.kind]
    assert words_of(model.declared[key].annotation) <= ENUMERATIONS.keys()


def test_so_have_kinds_of_telephones():
    assert set(Phones.declared) <= ENUMERATIONS.keys()


def test_days_are_written_as_each_language_writes_them():
    day = dt.date(2026, 11, 16)
    assert day_in("en", day) == "16 November 2026"
    assert day_in("uk", day) == "16 листопада 2026\u00a0р."
    assert day_in("xx-nowhere", day) == "16 November 2026"


@pytest.mark.parametrize(
    ("seconds", "months", "english", "ukrainian"),
    [
        (0, 0, "0 min", "0 хв"),
        (45, 0, "45 s", "45 с"),
        (900, 0, "15 min", "15 хв"),
        (5400, 0, "1 h 30 min", "1 год 30 хв"),
        (14400, 0, "4 h", "4 год"),
        (86400, 0, "1 day", "1 день"),
        (172800, 0, "2 days", "2 дні"),
        (432000, 0, "5 days", "5 днів"),
        (0, 1, "1 month", "1 місяць"),
        (0, 12, "12 months", "12 місяців"),
    ],
)
def test_lengths_of_time_agree_with_their_number(seconds, months, english, ukrainian):
    assert translator("en").length(seconds, months).replace("\u00a0", " ") == english
    assert translator("uk").length(seconds, months).replace("\u00a0", " ") == ukrainian


def test_languages_are_called_by_their_names():
    assert translator("en").language_name("uk") == "Ukrainian"
    assert translator("uk").language_name("en") == "англійська"
    assert translator("en").language_name("qqq") == "qqq"


def test_nothing_is_translated_into_nothing():
    assert translator("uk")("") == ""
