"""What is written is what is read, and what cannot be read is refused with a fix."""

from __future__ import annotations

import copy
import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic_core import PydanticCustomError

from bcp.model import scalars
from bcp.model.scalars import Duration, Text
from bcp.written import Numberlike


def refusal(parse, written) -> tuple[str, str, str]:
    """Code, sentence and fix with which a value is refused."""
    with pytest.raises(PydanticCustomError) as caught:
        parse(written)
    context = caught.value.context
    return caught.value.type, str(context["message"]), str(context["hint"])


@pytest.mark.parametrize(
    ("written", "seconds", "months"),
    [
        ("15m", 900, 0),
        ("4h", 14_400, 0),
        ("1h30m", 5_400, 0),
        ("2d", 172_800, 0),
        ("20s", 20, 0),
        ("1d12h", 129_600, 0),
        ("3 weeks", 1_814_400, 0),
        ("1 day", 86_400, 0),
        ("6 months", 0, 6),
        ("2 years", 0, 24),
    ],
)
def test_a_length_of_time_is_read(written, seconds, months):
    assert scalars.parse_duration(written) == Duration(seconds, months)


@pytest.mark.parametrize(
    ("written", "code", "fix"),
    [
        ("30", "SRC009", "Write the unit: 30m for minutes, 30h for hours, 30d for days."),
        ("15 min", "SRC005", "Write 15m."),
        ("1:30", "SRC005", "Write 1h30m."),
        ("0:10", "SRC005", "Write 10m."),
        ("2:00", "SRC005", "Write 2h."),
        ("1.5h", "SRC005", "Write 1h30m."),
        ("1,5 hours", "SRC005", "Write 1h30m."),
        ("0.5 day", "SRC005", "Write 12h."),
        ("2 hrs", "SRC005", "Write 2h."),
        ("15 хв", "SRC005", "Write 15m."),
        ("4 год", "SRC005", "Write 4h."),
        ("3w", "SRC005", "Write 3 weeks."),
        ("soon", "SRC005", "Write for example 15m, 4h, 1h30m, 2d, or 6 months."),
        ("", "SRC005", "Write for example 15m, 4h, 1h30m, 2d, or 6 months."),
        ("9999999999d", "SRC005", "Check the number and its unit."),
    ],
)
def test_another_notation_for_a_length_of_time_is_refused_with_the_right_one(written, code, fix):
    found, _, hint = refusal(scalars.parse_duration, written)
    assert (found, hint) == (code, fix)


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("30d", "30 days"),
        ("1d", "1 day"),
        ("1h30m", "1 hour 30 minutes"),
        ("90s", "1 minute 30 seconds"),
        ("0m", "0 minutes"),
        ("1 month", "1 month"),
        ("2 years", "24 months"),
    ],
)
def test_a_length_of_time_is_said_in_words_that_agree_with_their_number(written, words):
    assert scalars.parse_duration(written).in_words().text() == words


@given(st.integers(0, 10**8))
def test_a_length_of_time_reads_as_it_is_printed(seconds):
    duration = Duration(seconds)
    assert scalars.parse_duration(str(duration)) == duration


@given(st.dates(min_value=dt.date(1900, 1, 1), max_value=dt.date(2200, 1, 1)), st.integers(1, 240))
def test_months_are_calendar_months_clamped_to_the_last_day(day, months):
    later = Duration(0, months).after(day)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day <= day.day
    assert later.day == day.day or (later + dt.timedelta(days=1)).day == 1


def test_lengths_of_time_compare_with_a_month_as_thirty_days():
    assert Duration(0, 1) > Duration(29 * 86_400)
    assert Duration(0, 1) < Duration(31 * 86_400)
    assert Duration(3600) < Duration(7200)


def test_a_length_of_time_does_not_change_and_is_copied_as_it_is():
    half_a_year = Duration(0, months=6)
    with pytest.raises(AttributeError):
        half_a_year.months = 7
    with pytest.raises(AttributeError):
        del half_a_year.seconds
    assert copy.deepcopy(half_a_year) == half_a_year != Duration(0, 7)
    assert half_a_year != "6 months"
    assert len({half_a_year, Duration(0, 6), Duration(6)}) == 2
    assert repr(half_a_year) == "Duration(seconds=0, months=6)"


@pytest.mark.parametrize("written", ["yes", "on", "1", "True", "TRUE", "", Numberlike("1")])
def test_only_true_and_false_are_flags(written):
    assert refusal(scalars.parse_flag, written)[0] == "SRC005"
    assert scalars.parse_flag("true") is True
    assert scalars.parse_flag("false") is False


@pytest.mark.parametrize("written", ["3_0", "0123", "1 200", "-1", "1.0", "1e3", "٣", "twelve"])
def test_a_count_is_digits_alone(written):
    assert refusal(scalars.parse_count, written)[0] == "SRC005"


def test_numbers_take_a_point_and_a_comma_is_named():
    assert scalars.parse_number("-2.75") == -2.75
    assert refusal(scalars.parse_number, "2,5")[2] == "Use a point, not a comma: 2.5."


@pytest.mark.parametrize(("written", "share"), [("40%", 0.4), ("0.4", 0.4), ("100 %", 1.0)])
def test_a_share_is_a_percentage_or_a_part_of_one(written, share):
    assert scalars.parse_share(written) == share


def test_a_bare_forty_is_not_guessed_to_be_a_percentage():
    assert refusal(scalars.parse_share, "40")[2] == "If you mean per cent, write 40%."
    assert refusal(scalars.parse_share, "140%")[2] == "Write at most 100%."


def test_days_are_written_year_first_and_an_ambiguous_one_is_not_guessed():
    assert scalars.parse_day("2026-03-01") == dt.date(2026, 3, 1)
    assert refusal(scalars.parse_day, "25.12.2026")[2] == "Write year-month-day: 2026-12-25."
    both = refusal(scalars.parse_day, "03/04/2026")[2]
    assert both == "Write year-month-day: 2026-04-03 or 2026-03-04, whichever is meant."
    assert refusal(scalars.parse_day, "2026-02-30")[1].startswith("there is no day 2026-02-30")
    assert refusal(scalars.parse_day, "1772323200")[0] == "SRC005"


@pytest.mark.parametrize("written", ["7:30", "24:00", "17.30", "5pm", "750"])
def test_times_of_day_have_four_digits(written):
    assert refusal(scalars.parse_clock_time, written)[0] == "SRC005"
    assert scalars.parse_clock_time("07:30") == dt.time(7, 30)


def test_a_phone_is_kept_as_it_is_read_aloud():
    assert scalars.parse_phone("+44 20 7946 0101") == "+44 20 7946 0101"


def test_a_phone_without_quotes_is_told_apart_from_one_that_is_wrong():
    code, message, hint = refusal(scalars.parse_phone, Numberlike("+442079460101"))
    assert code == "SRC010"
    assert "not in quotes" in message
    assert hint == 'Put it in quotes, with spaces as it is read aloud: "+44 20 7946 0101".'
    without_country = refusal(scalars.parse_phone, Numberlike("0442079460101"))[2]
    assert without_country == "Write it in quotes, with plus and the code of its country."
    assert refusal(scalars.parse_phone, "020 7946 0101")[0] == "SRC005"


def test_an_id_is_small_latin_letters_and_the_nearest_is_proposed():
    assert scalars.parse_id("o.bondar") == "o.bondar"
    assert refusal(scalars.parse_id, "Duty Manager")[2] == "Write duty-manager."
    assert refusal(scalars.parse_id, "черговий")[2] == "Write cherhovyi."


def test_text_is_one_string_or_one_a_language():
    both = scalars.parse_text({"en": "Wait", "uk": "Зачекайте"})
    assert both.in_language("uk") == "Зачекайте"
    assert both.in_language("de", "en") == "Wait"
    assert both.languages == ("en", "uk")
    assert scalars.parse_text("Wait").in_language("uk") == "Wait"
    assert scalars.parse_text("Wait").languages == ()


@pytest.mark.parametrize(
    ("written", "message", "fix"),
    [
        ("о.melnyk", "the first letter is a Cyrillic о", "Write o.melnyk with a Latin o."),
        ("i.bоnd", "letter 4 is a Cyrillic о", "Write i.bond with a Latin o."),
        ("Night Desk", "ids are small Latin letters", "Write night-desk."),
        ("h..lund-", "ids are small Latin letters", "Write h.lund."),
        ("Müller.j", "ids are small Latin letters", "Write muller.j."),
        ("чергова", "ids are small Latin letters", "Write cherhova."),
    ],
)
def test_what_cannot_be_an_id_is_refused_with_one_that_can(written, message, fix):
    code, told, hint = refusal(scalars.parse_id, written)
    assert code == "SRC005"
    assert message in told
    assert hint == fix


@given(st.text(max_size=100) | st.text("aоі.- ß", max_size=100))
def test_a_proposed_id_is_an_id(written):
    proposal = scalars.proposed_id(written)
    assert not proposal or scalars.parse_id(proposal) == proposal


@pytest.mark.parametrize(
    ("parse", "written"),
    [
        (scalars.parse_phone, "“+44 20 7946 0101”"),
        (scalars.parse_day, "‘2026-03-01’"),
        (scalars.parse_duration, "„15m“"),
        (scalars.parse_text, {"“en": "Wait"}),
    ],
)
def test_curly_quotes_are_the_cause_that_is_told(parse, written):
    assert refusal(parse, written)[2] == 'The quotes around it are curly; use the straight ".'


def test_ukraine_is_not_a_language():
    assert refusal(scalars.parse_language, "ua")[2] == "Write uk."
    assert refusal(scalars.parse_language, "English")[2] == "Write en."
    _, message, hint = refusal(scalars.parse_text, {"ua": "x"})
    assert message == "“ua” is the country; the tag of the Ukrainian language is uk"
    assert hint == "Write uk."
    _, message, hint = refusal(scalars.parse_text, {"EN": "x"})
    assert "“EN” is not a language" in message
    assert hint == "Write one text, or one for each language: {en: …, uk: …}."


def test_a_time_zone_is_known_by_its_name():
    assert scalars.parse_timezone("Europe/Kyiv") == "Europe/Kyiv"
    for wrong in ("Europe/Kiyv", "../../etc/passwd", "", "EET+2"):
        assert refusal(scalars.parse_timezone, wrong)[0] == "SRC005"


PARSERS = [
    getattr(scalars, name)
    for name in dir(scalars)
    if name.startswith("parse_") and callable(getattr(scalars, name))
]


@pytest.mark.parametrize("parse", PARSERS, ids=lambda parse: parse.__name__)
@given(
    st.one_of(
        st.none(),
        st.text(),
        st.text().map(Numberlike),
        st.lists(st.text(), max_size=2),
        st.dictionaries(st.text(), st.one_of(st.none(), st.text()), max_size=2),
    )
)
def test_whatever_is_written_is_read_or_refused_with_a_sentence_and_a_fix(parse, written):
    try:
        parse(written)
    except PydanticCustomError as error:
        assert str(error.context["message"])
        assert str(error.context["hint"])


def test_a_text_knows_no_empty_words():
    assert refusal(scalars.parse_text, {"en": " "})[0] == "SRC005"
    assert refusal(scalars.parse_text, {})[0] == "SRC005"
    assert isinstance(scalars.parse_text("x"), Text)


def test_a_day_beyond_the_calendar_is_its_last():
    last = dt.date(9999, 12, 31)
    assert Duration(0, 12).after(last) == last
    assert Duration(86_400).after(last) == last
    assert Duration(0, 1).after(dt.date(9999, 10, 31)) == dt.date(9999, 11, 30)


def test_a_huge_value_is_not_repeated_whole():
    _, message, hint = refusal(scalars.parse_duration, "9" * 3_000_000)
    assert len(message) < 300
    assert len(hint) < 600


def test_a_text_that_no_page_holds_is_refused():
    assert refusal(scalars.parse_text, "long " * 5_000)[0] == "SRC006"
    assert refusal(scalars.parse_text, "x" * 301)[2] == "Put spaces in it: no line can hold it."
    assert refusal(scalars.parse_text, {"en": "x" * 301})[0] == "SRC006"
    assert str(scalars.parse_text("x" * 300 + " " + "y" * 300))
