"""Words that officers write for the keys of a plan: other English, Ukrainian, German ones.

For fixes alone: none of them is read. Spelling that is merely alike is found by
:func:`bcp.nearest.nearest`; here stand words that mean the same and look quite different.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

_FIELDS: Final[tuple[tuple[str, str], ...]] = (
    ("title name", "title name label heading назва ім’я ім'я імя titel bezeichnung"),
    (
        "alternates alternate",
        "backup backups deputy deputies substitute substitutes successor successors stand_in "
        "заступник заступники заміна vertretung stellvertreter",
    ),
    (
        "primary lead by owner",
        "person holder main leader manager керівник основний очолює leiter",
    ),
    ("owner", "responsible accountable відповідальний відповідальна власник verantwortlich"),
    ("by owner role", "who assignee assigned_to actor doer role хто виконавець wer"),
    ("do text what", "action task todo instruction activity що дія завдання крок was"),
    ("phones phone contact", "telephone telephones tel cell телефон телефони номер telefon"),
    ("mail", "email e_mail emails пошта"),
    ("likelihood", "probability chance ймовірність wahrscheinlichkeit"),
    ("impact", "severity consequence consequences вплив наслідки auswirkung"),
    ("class type", "category kind hazard threat клас тип вид kategorie"),
    ("mtpd", "mtd mao"),
    ("minimum", "mbco"),
    ("members", "people staff учасники склад mitglieder"),
    ("within", "deadline time_limit time_frame sla строк термін frist"),
    ("duration lasts", "length takes_time тривалість dauer"),
    ("due", "deadline by_when until строк термін"),
    ("every", "frequency interval cycle periodicity періодичність"),
    ("needs", "dependencies depends_on requires requirements потребує залежності"),
    ("steps tasks", "actions procedure instructions кроки дії schritte"),
    ("where address at", "location place адреса місце ort standort"),
    ("purpose definition remit what text", "description опис мета beschreibung summary"),
    ("languages", "langs мови мова sprachen"),
    ("after", "depends_on follows previous після nach"),
    ("criteria", "conditions triggers thresholds ознаки критерії"),
    ("reviewed checked verified", "last_review last_checked updated date перевірено"),
)
"""Fields, best first, and what people write for them."""

_KINDS: Final[tuple[tuple[str, str], ...]] = (
    ("people", "contacts persons staff employees люди особи персонал контакти mitarbeiter"),
    ("roles", "positions posts functions ролі rollen"),
    ("teams", "groups команди групи gruppen"),
    ("processes", "services activities functions bia процеси послуги prozesse"),
    ("systems", "applications assets it системи systeme"),
    ("suppliers", "vendors providers third_parties постачальники підрядники lieferanten"),
    ("sites", "locations places buildings offices майданчики приміщення standorte"),
    ("risks", "threats hazards ризики загрози risiken"),
    ("queues", "lines skills черги лінії"),
    ("levels", "severities рівні stufen"),
    ("playbooks", "plans responses runbooks плани"),
    ("procedures", "instructions checklists sops порядки інструкції"),
    ("escalations", "call_trees calltree callout ескалації"),
    ("channels", "media канали"),
    ("audiences", "stakeholders аудиторії"),
    ("messages", "templates statements повідомлення"),
    ("notifications", "reporting notices сповіщення"),
    ("organisations", "organizations authorities agencies clients організації"),
    ("indicators", "kpis kpi metrics показники"),
    ("exercises", "drills tests scenarios навчання тренування"),
    ("improvements", "actions lessons findings покращення"),
    ("records", "documents files документи"),
    ("courses", "training trainings курси"),
    ("events", "incidents події інциденти"),
    ("waivers", "exceptions винятки"),
)

_NOTES: Final = (
    "note",
    "notes",
    "comment",
    "comments",
    "remark",
    "remarks",
    "примітка",
    "коментар",
)
"""Keys under which people write what no field holds."""


def is_note(key: str) -> bool:
    """Whether a key names a note of one's own, for which a plan has comments."""
    return key.lower() in _NOTES


def field_meant(key: str, known: Iterable[str]) -> str | None:
    """The field among ``known`` that somebody calls ``key``; None when there is none."""
    return _meant(key, _FIELDS, frozenset(known))


def kind_meant(key: str, known: Iterable[str]) -> str | None:
    """The kind among ``known`` that somebody calls ``key``; None when there is none."""
    return _meant(key, _KINDS, frozenset(known))


def _meant(key: str, table: Iterable[tuple[str, str]], known: frozenset[str]) -> str | None:
    word = "_".join(key.lower().replace("-", " ").split())
    for fields, words in table:
        if word in words.split():
            found = next((one for one in fields.split() if one in known and one != word), None)
            if found:
                return found
    return None
