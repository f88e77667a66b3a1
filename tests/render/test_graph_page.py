"""The page of a plan's graph, in a real browser: it tells the truth, runs nothing of the plan's,
asks for nothing, and can be used without a mouse, on a telephone, at night and on paper."""

import json
import re
import sys
from pathlib import Path

import pytest
from browser import Browser, found
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bcp import files, loader
from bcp.graph.availability import available
from bcp.graph.structure import structure_of
from bcp.render.graph_page import graph_page_html, json_of
from bcp.views.graph_page import WORDS, graph_page

sys.path.append(str(Path(__file__).parents[1] / "graph"))
from random_plans import LOSABLE, plans, some
from small_plans import ON_PAPER, ONE_PERSON_TWO_ROLES, QUEUE, TWO_CARRIERS, plan_of

needs_browser = pytest.mark.skipif(
    found() is None,
    reason="NO BROWSER: the page was not tried. Fix: apt-get install chromium-headless-shell",
)


@pytest.fixture(scope="module")
def browser():
    program = found()
    assert program is not None
    made = Browser(program)
    yield made
    made.close()


@pytest.fixture(scope="module")
def northline_page(northline, tmp_path_factory):
    return written(northline, tmp_path_factory.mktemp("page"))


def written(plan, folder, language="en"):
    path = folder / f"{plan.id}-{language}.html"
    path.write_text(graph_page_html(graph_page(plan, language), language), "utf-8")
    return path


@pytest.fixture
def opened(browser, northline_page):
    browser.look(1280, 900)
    browser.open(northline_page)
    return browser


# ── what falls ─────────────────────────────────────────────────────────────────────────────────


def told_by_program(structure, losses):
    state = available(structure, losses)

    def reasons(several):
        return [
            [one, reason.what, list(reason.through), reason.link, reason.left, reason.need]
            for one, reason in several.items()
        ]

    held = [state.at_minimum[one] for one in sorted(state.at_minimum)]
    return {
        "lost": reasons(state.lost),
        "held": reasons(dict(zip(sorted(state.at_minimum), held, strict=True))),
        "serving": [[one, list(holds)] for one, holds in sorted(state.serving.items())],
    }


TELL = """
(model, several) => several.map((losses) => {
  const state = model.available(losses);
  const reasons = (found) => [...found].map(([one, why]) =>
    [one, why.what, why.through, why.link, why.left, why.need]);
  return {
    lost: reasons(state.lost),
    held: reasons(state.atMinimum).sort((a, b) => a[0] - b[0]),
    serving: [...state.serving].map(([one, holds]) => [one, holds]),
  };
})
"""


def told_by_page(browser, several, data="window.bcpGraph.data"):
    return browser.value(f"({TELL})(window.bcpGraph.model({data}), {json.dumps(several)})")


@needs_browser
def test_the_page_says_what_falls_with_every_single_loss_as_the_program_does(opened, northline):
    """Everything that is lost, in the same order and for the same reason; and what is held."""
    structure = structure_of(northline)
    several = [[]] + [[number] for number in range(len(structure.nodes))]
    for losses, told in zip(several, told_by_page(opened, several), strict=True):
        assert told == told_by_program(structure, losses), structure.ids(losses)


@needs_browser
def test_the_page_says_what_falls_with_two_losses_as_the_program_does(opened, northline):
    structure = structure_of(northline)
    count = len(structure.nodes)
    several = [[one, (one * 7 + 13 * step) % count] for one in range(count) for step in (1, 2)]
    for losses, told in zip(several, told_by_page(opened, several), strict=True):
        assert told == told_by_program(structure, losses), structure.ids(losses)


@needs_browser
@settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(plan=plans(), losses=st.lists(some(LOSABLE, 0, 4), min_size=8, max_size=8))
def test_the_page_agrees_with_the_program_on_any_small_plan(opened, plan, losses):
    """Circles, shared causes, stand-ins with somebody who switches, people with two roles, and
    strategies that hold one process and not another."""
    structure = structure_of(plan)
    several = [list(structure.numbers(one)) for one in losses]
    data = json_of(graph_page(plan, "en"))
    for numbers, told in zip(several, told_by_page(opened, several, data), strict=True):
        assert told == told_by_program(structure, numbers), structure.ids(numbers)


TWO_HELD = """
processes:
  a: {title: A, tier: critical, needs: [b, t]}
  b: {title: B, tier: critical, needs: [s]}
systems: {s: {title: S, type: data}, t: {title: T, type: data}}
strategies:
  by-hand: {title: By hand, for: b, without: [s], do: how, by: desk, decided_by: desk, within: 5m}
  on-foot: {title: On foot, for: a, without: [t], do: how, by: desk, decided_by: desk, within: 5m}
procedures: {how: {title: How, steps: [{id: one, do: Do it, by: desk}]}}
roles: {desk: {title: Desk, primary: ann}}
people: {ann: {name: Ann}}
"""


@needs_browser
def test_a_process_that_is_held_is_there_for_the_strategy_of_another(opened):
    plan = plan_of(TWO_HELD)
    structure = structure_of(plan)
    numbers = [list(structure.numbers(("s", "t")))]
    (told,) = told_by_page(opened, numbers, json_of(graph_page(plan, "en")))
    assert told == told_by_program(structure, numbers[0])
    assert [one for one, _ in told["serving"]] == list(structure.numbers(("a", "b")))


@needs_browser
def test_one_person_cannot_fill_two_roles_on_the_page_either(browser, tmp_path):
    browser.open(written(plan_of(ONE_PERSON_TWO_ROLES), tmp_path))
    lose(browser, "Ann")
    assert "Processes that stop: 1." in browser.text("#verdict")
    told = browser.text("#fallen")
    assert "These roles stay empty" in told
    assert "Who could still take it fills another role" in told


# ── losing things by hand ──────────────────────────────────────────────────────────────────────


def lose(browser, words):
    browser.value("document.getElementById('lose').focus()")
    browser.type(words)
    browser.press("Enter")


def shown(browser):
    return browser.value("location.hash")


@needs_browser
def test_losses_are_typed_as_ids_or_titles_and_given_back_one_by_one(browser, tmp_path):
    browser.open(written(plan_of(TWO_CARRIERS), tmp_path))
    assert "Nothing is lost" in browser.text("#verdict")
    lose(browser, "trunk-a, carrier b")
    assert shown(browser) == "#lose=trunk-a,carrier-b"
    assert browser.text("#verdict") == "Processes that stop: 1. At their minimum: 0. Of 1."
    assert "Taking calls" in browser.text("#fallen")
    browser.click("#losses li:nth-child(2) button")
    assert shown(browser) == "#lose=trunk-a"
    assert browser.text("#verdict") == "Every process goes on."
    browser.click("#clear")
    assert "Nothing is lost" in browser.text("#verdict")


@needs_browser
def test_a_process_that_a_strategy_holds_is_told_with_the_strategy(browser, tmp_path):
    browser.open(written(plan_of(ON_PAPER), tmp_path))
    lose(browser, "Server")
    assert browser.text("#verdict") == "Processes that stop: 0. At their minimum: 1. Of 2."
    assert "Held at its minimum by: Pen and paper." in browser.text("#fallen")


@needs_browser
def test_what_goes_on_only_after_a_switch_or_cannot_be_reached_is_told(browser, tmp_path):
    """ "Every process goes on" alone would be a comfort that the plan does not give."""
    browser.open(written(plan_of(TWO_CARRIERS), tmp_path))
    lose(browser, "trunk-a")
    assert browser.text("#verdict") == "Every process goes on."
    switched = browser.text("#fallen").partition("only once a stand-in is switched to")[2]
    assert "Voice lines" in switched
    browser.click("#clear")
    lose(browser, "trunk-b")
    assert "switched to" not in browser.text("#fallen")
    browser.open(written(plan_of(QUEUE), tmp_path))
    lose(browser, "voice")
    assert browser.text("#verdict") == "Every process goes on."
    assert "Line" in browser.text("#fallen").partition("cannot reach us by these queues")[2]


@needs_browser
def test_what_is_not_in_the_plan_is_said_and_what_is_near_is_offered(opened):
    lose(opened, "nothing-of-the-kind, ashgate-house")
    assert "There is no “nothing-of-the-kind” in this plan." in opened.text("#lose-fault")
    assert shown(opened) == "#lose=ashgate-house"
    assert opened.value("document.getElementById('lose').value") == "nothing-of-the-kind"
    opened.press("Escape")
    lose(opened, "Ashgate")
    assert "Did you mean" in opened.text("#lose-fault")


@needs_browser
def test_a_title_with_a_comma_is_understood_and_a_risk_takes_what_it_removes(opened, northline):
    lose(opened, "Ashgate House, Manchester, Alun Bevan")
    assert shown(opened) == "#lose=ashgate-house,a.bevan"
    opened.click("#clear")
    risk = next(
        one
        for one in northline.objects.values()
        if one.kind == "risks" and one.removes and len(one.removes.ids) == 1
    )
    lose(opened, risk.id)
    assert shown(opened) == f"#lose={risk.removes.ids[0]}"


@needs_browser
def test_an_address_opens_the_page_with_its_losses(browser, northline_page):
    browser.open(northline_page, "#lose=ashgate-house&show=main-platform")
    assert "Ashgate House" in browser.text("#losses")
    assert browser.text("#about-title") == "Main telephone platform"
    assert "It needs Ashgate House, Manchester, which is lost." in browser.text("#about-body")
    assert browser.value("document.querySelectorAll('svg.shown .box.fallen .mark').length") > 3


ASKED = """
processes: {calls: {title: Calls, tier: critical, needs: [mains]}}
systems: {mains: {title: Mains, type: power}}
risks:
  storm: {title: "Storm, with ice", class: natural, removes: {ids: [mains], demand: 3}}
  rush: {title: Rush, class: natural, removes: {demand: 3}}
  rumour: {title: Rumour, class: natural}
"""


@needs_browser
def test_an_address_may_name_a_risk_which_takes_what_it_removes(browser, tmp_path):
    page = written(plan_of(ASKED), tmp_path)
    for address in ("#lose=storm", "#lose=Storm%2C%20with%20ice"):
        browser.open(page, address)
        assert browser.text("#verdict") == "Processes that stop: 1. At their minimum: 0. Of 1."
        assert "Storm, with ice also takes staff or changes demand" in browser.text("#fallen")
        assert shown(browser) == "#lose=mains"
        assert browser.value("document.getElementById('asked').hidden")


@needs_browser
@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("#lose=rush", "Rush only takes staff or changes demand; that is not counted here"),
        ("#lose=rumour", "By what the plan says, Rumour takes nothing away."),
    ],
)
def test_a_risk_that_takes_nothing_the_page_can_count_is_no_comfort(
    browser, tmp_path, address, told
):
    page = written(plan_of(ASKED), tmp_path)
    browser.open(page, address)
    assert "Nothing is lost" not in browser.text("#verdict")
    assert told in browser.text("#fallen")
    browser.open(page)
    lose(browser, address.partition("=")[2])
    assert told in browser.text("#fallen")
    assert browser.value("document.getElementById('lose-fault').hidden")
    browser.click("#clear")
    assert browser.text("#fallen") == ""
    assert "Nothing is lost" in browser.text("#verdict")


@needs_browser
@pytest.mark.parametrize("language", ["en", "uk"])
def test_what_an_address_names_and_is_not_there_is_told_in_red(browser, tmp_path, language):
    sentences = {
        "en": ("There is no “nosuch” in this plan.", "Nothing is lost", "Leave this out"),
        "uk": ("У цьому плані немає «nosuch».", "Нічого не втрачено", "Не зважати на це"),
    }
    told, comfort, leave = sentences[language]
    page = written(plan_of(ASKED), tmp_path, language)
    browser.look(1280, 900)
    browser.open(page, "#lose=nosuch")
    assert told in browser.text("#asked")
    assert comfort not in browser.text("#verdict")
    red = browser.value("getComputedStyle(document.getElementById('asked')).color")
    assert red == browser.value(
        "(() => { const one = document.createElement('i'); one.className = 'is-lost';"
        " document.body.append(one); return getComputedStyle(one).color })()"
    )
    assert ("alert", "") in browser.tree()
    # It stays in the address, so that a link passed on does not lose its warning.
    assert shown(browser) == "#lose=nosuch"
    browser.value("document.getElementById('search').focus()")
    browser.press("Tab")
    assert browser.value("document.activeElement.textContent") == leave
    browser.press("Enter")
    assert browser.value("document.getElementById('asked').hidden")
    assert shown(browser) == ""
    assert comfort in browser.text("#verdict")
    assert focus(browser) == "lose"


@needs_browser
def test_what_is_found_is_lost_beside_what_is_not(browser, tmp_path):
    browser.open(written(plan_of(ASKED), tmp_path), "#lose=mians,mains&show=nobody&loose=x%2")
    assert browser.text("#verdict") == "Processes that stop: 1. At their minimum: 0. Of 1."
    told = browser.text("#asked")
    assert "There is no “mians” in this plan." in told
    assert "There is no “nobody” in this plan." in told
    assert "There is no “loose=x%2” in this plan." in told
    assert shown(browser) == "#lose=mains&lose=mians&show=nobody&loose=x%2"
    browser.click("#clear")
    assert browser.value("document.getElementById('asked').hidden")
    assert shown(browser) == ""


@needs_browser
def test_a_risk_has_no_place_of_its_own_to_be_shown(browser, tmp_path):
    browser.open(written(plan_of(ASKED), tmp_path), "#show=storm")
    assert "Storm, with ice is a risk: lose it" in browser.text("#asked")


# ── looking around ─────────────────────────────────────────────────────────────────────────────


@needs_browser
def test_an_object_shows_what_it_needs_what_needs_it_and_who_has_to_do_with_it(browser, tmp_path):
    browser.open(written(plan_of(TWO_CARRIERS), tmp_path), "#show=voice-lines")
    told = browser.text("#about-body")
    needs, _, needed = told.partition("What needs it")
    assert re.search(
        r"1 of 2\s+Trunk A\s+Trunk B\s*stand-in\s+with Duty manager, Service desk", needs
    )
    assert "Taking calls" in needed
    assert re.search(r"Duty manager\s*decides", needs)
    assert re.search(r"Service desk\s*switches", needs)
    browser.click("[data-show=trunk-b]")
    assert browser.text("#about-title") == "Trunk B"
    assert re.search(r"Voice lines\s*needs 1 of 2\s*stand-in", browser.text("#about-body"))


@needs_browser
def test_a_single_point_says_so_and_is_outlined(browser, tmp_path):
    browser.open(written(plan_of(TWO_CARRIERS), tmp_path), "#show=duct")
    assert "Single point: its loss alone stops Taking calls." in browser.text("#about-body")
    assert (
        browser.value("document.querySelector('svg.shown .single[data-id=duct] .note').textContent")
        == "single point"
    )


@needs_browser
def test_a_click_on_a_box_opens_it_and_a_drag_moves_the_picture(opened):
    opened.click("svg.shown .box[data-id=telephony-platforms] rect")
    assert opened.text("#about-title") == "One telephone platform that works"
    before = view(opened)
    opened.value(
        """(() => { const stage = document.getElementById('stage');
        const at = (type, x) => stage.dispatchEvent(new PointerEvent(type,
          {pointerId: 1, clientX: x, clientY: 300, bubbles: true}));
        stage.setPointerCapture = () => {};
        at('pointerdown', 600); at('pointermove', 500); at('pointerup', 500) })()"""
    )
    assert view(opened)[0] > before[0]
    assert opened.text("#about-title") == "One telephone platform that works"


def view(browser):
    box = browser.value("document.querySelector('svg.shown').getAttribute('viewBox')")
    return [float(one) for one in box.split()]


@needs_browser
def test_another_picture_can_be_chosen(opened):
    first = opened.value("document.querySelector('svg.shown').id")
    opened.value(
        "(() => { const one = document.getElementById('which'); one.value = '1';"
        " one.dispatchEvent(new Event('change')) })()"
    )
    assert opened.value("document.querySelector('svg.shown').id") != first
    assert opened.value("document.querySelectorAll('svg.shown').length") == 1


# ── without a mouse ────────────────────────────────────────────────────────────────────────────


def focus(browser):
    return browser.value("document.activeElement.dataset.id || document.activeElement.id")


@needs_browser
def test_the_search_is_used_with_the_keyboard_alone(opened):
    opened.press("/")
    assert focus(opened) == "search"
    opened.type("ashgate")
    assert opened.value("document.querySelectorAll('#found [role=option]').length") > 3
    first = opened.text("#found [aria-selected=true]")
    opened.press("ArrowDown")
    assert opened.text("#found [aria-selected=true]") != first
    opened.press("ArrowUp", "Enter")
    assert opened.text("#about-title") in first
    assert focus(opened) == "about-title"
    opened.press("Escape")
    assert opened.value("document.getElementById('about').hidden")
    assert focus(opened) == "search"


@needs_browser
def test_the_search_finds_letters_without_their_accents_and_words_in_any_order(opened):
    opened.press("/")
    opened.type("platform MAIN")
    assert "Main telephone platform" in opened.text("#found li")
    opened.press("Escape")
    assert opened.value("document.getElementById('found').hidden")


@needs_browser
def test_from_box_to_box_with_arrow_keys_and_enter_opens(opened):
    opened.value("document.getElementById('fit').focus()")
    opened.press("Tab")
    assert focus(opened) == "customer-calls"
    opened.press("ArrowRight")
    second = focus(opened)
    assert second != "customer-calls"
    opened.press("Enter")
    assert shown(opened) == f"#show={second}"
    opened.press("Tab")
    assert opened.value("document.activeElement.textContent") == "Lose this"
    opened.press("Enter")
    assert f"lose={second}" in shown(opened)
    assert opened.value("document.activeElement.textContent") == "Give it back"


@needs_browser
def test_keys_zoom_move_and_show_all(opened):
    opened.value("document.querySelector('svg.shown .box[tabindex=\"0\"]').focus()")
    x, _, width, _ = view(opened)
    opened.press("+")
    assert view(opened)[2] < width
    opened.press("-")
    opened.press("ArrowRight", shift=True)
    assert view(opened)[0] > x
    opened.press("0")
    wide = opened.value("Number(document.querySelector('svg.shown').dataset.width)")
    assert view(opened)[2] >= wide


@needs_browser
def test_everything_that_can_be_pressed_is_reached_with_tab_and_is_seen_to_be(opened):
    opened.value("location.hash = ''; document.body.focus()")
    reached = set()
    for _ in range(40):
        opened.press("Tab")
        reached.add(focus(opened))
        assert opened.value(
            "getComputedStyle(document.activeElement).outlineStyle !== 'none'"
            " || document.activeElement.matches('.box:focus-visible, body')"
        ), focus(opened)
    assert {"search", "lose", "clear", "which", "smaller", "larger", "fit"} <= reached
    assert "customer-calls" in reached


@needs_browser
def test_a_screen_reader_is_told_a_name_for_everything_that_can_be_used(browser, northline_page):
    browser.look(1280, 900)
    browser.open(northline_page, "#lose=ashgate-house&show=ashgate-house")
    tree = browser.tree()
    usable = {"button", "combobox", "textbox", "searchbox", "link", "listbox", "option"}
    assert not [one for one in tree if one[0] in usable and not one[1].strip()]
    names = [name for _, name in tree]
    assert "Find a thing, a role, a person" in names
    assert "Give back Ashgate House, Manchester" in names
    assert "Ashgate House, Manchester, site, lost" in names
    assert ("status", "") in tree


# ── wherever it is read ────────────────────────────────────────────────────────────────────────


@needs_browser
@pytest.mark.parametrize("width", [360, 768, 1100, 1700])
def test_nothing_sticks_out_of_a_narrow_or_a_wide_window(browser, northline_page, width):
    browser.look(width, 740)
    browser.open(northline_page, "#lose=ashgate-house,a.bevan&show=customer-calls")
    assert browser.value("document.documentElement.scrollWidth") == width
    cut = browser.value(
        "[...document.querySelectorAll('button, input, select, h1, h2, li')].filter((one) =>"
        " !one.closest('#found, .wide') && one.offsetParent"
        " && one.getBoundingClientRect().right > innerWidth).map((one) => one.outerHTML)"
    )
    assert cut == []


@needs_browser
@pytest.mark.parametrize("width", [360, 1100, 1700])
def test_no_part_of_the_page_lies_on_another_wherever_it_is_scrolled_to(
    browser, northline_page, width
):
    browser.look(width, 800)
    browser.open(northline_page, "#lose=ashgate-house&show=customer-calls")
    browser.value("document.querySelector('#raci details').open = true")
    for part in ("losing", "about", "drawing", "raci"):
        browser.value(f"document.getElementById('{part}').scrollIntoView()")
        over = browser.value(
            "(() => { const parts = [...document.querySelectorAll('section')];"
            " const at = parts.map((one) => one.getBoundingClientRect());"
            " return parts.flatMap((one, a) => parts.slice(a + 1).filter((_, more) => {"
            "   const x = at[a], y = at[a + 1 + more];"
            "   return x.left < y.right - 1 && y.left < x.right - 1"
            "     && x.top < y.bottom - 1 && y.top < x.bottom - 1;"
            " }).map((other) => `${one.id} ${other.id}`)) })()"
        )
        assert over == [], part


CONTRAST = """
[...document.querySelectorAll('p, li, label, h1, h2, h3, button, .tag, small')]
  .filter((one) => one.offsetParent && one.textContent.trim())
  .map((one) => {
    const parse = (text) => text.match(/[\\d.]+/g).map(Number);
    let behind = one;
    const ground = (of) => parse(getComputedStyle(of).backgroundColor);
    while (behind && ground(behind)[3] === 0) behind = behind.parentElement;
    const light = (rgb) => rgb.slice(0, 3).map((part) => part / 255)
      .map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
      .reduce((sum, part, at) => sum + part * [0.2126, 0.7152, 0.0722][at], 0);
    const ink = light(parse(getComputedStyle(one).color));
    const under = light(behind ? ground(behind) : [255, 255, 255]);
    const [high, low] = [Math.max(ink, under), Math.min(ink, under)];
    return [(high + 0.05) / (low + 0.05), one.outerHTML.slice(0, 90)];
  })
  .filter(([ratio]) => ratio < 4.5)
"""


@needs_browser
@pytest.mark.parametrize("dark", [False, True])
def test_words_stand_out_by_day_and_at_night(browser, northline_page, dark):
    """WCAG 2.2, 1.4.3: 4.5 to 1."""
    browser.look(1280, 900, dark=dark)
    browser.open(northline_page, "#lose=ashgate-house,a.bevan&show=ashgate-house")
    ground = browser.value("getComputedStyle(document.documentElement).backgroundColor")
    assert (ground != "rgb(255, 255, 255)") == dark
    assert browser.value(CONTRAST) == []


@needs_browser
def test_on_paper_the_answer_stands_and_what_is_pressed_does_not(browser, northline_page):
    browser.look(800, 1100, paper=True)
    browser.open(northline_page, "#lose=ashgate-house")
    seen = browser.value("document.body.innerText")
    assert "Answering gas and electricity emergencies" in seen
    assert "Find a thing" not in seen
    assert "Start again" not in seen
    browser.look(1280, 900)


# ── what a plan may not do ─────────────────────────────────────────────────────────────────────

HOSTILE = (
    "</script><script>alert(1)</script>",
    "</script><img src=x onerror=alert(1)>",
    "<img src=http://example.test/a.png onerror=alert(1)>",
    "<!--<script>alert(1)",
    "</title></svg><svg onload=alert(1)>",
    "\\u003cimg src=x onerror=alert(1)>",
    "{{ 7*7 }}{% include 'x' %} alert",
    '" onfocus=alert(1) autofocus x="',
    "]]></style><style>@import url(http://example.test/a.css) alert",
    "a\u2028b \u202egnp.exe\u2066 alert",
    "javascript:alert(1)",
    "${alert(1)}",
)


def hostile():
    """A plan whose every title would like to be more than a title."""
    lines = ["processes: {q: {title: Q, tier: critical, needs: [s0]}}", "systems:"]
    for number, words in enumerate(HOSTILE):
        needs = f", needs: [s{number + 1}]" if number + 1 < len(HOSTILE) else ""
        title = json.dumps(words)  # the escapes of JSON are those of YAML
        lines.append(f"  s{number}: {{title: {title}, type: data, owner: r{number}{needs}}}")
    lines.append("roles:")
    lines += [
        f"  r{number}: {{title: {json.dumps(words)}, primary: ann}}"
        for number, words in enumerate(HOSTILE)
    ]
    return plan_of("\n".join(lines) + HOSTILE_REST)


HOSTILE_REST = """
people: {ann: {name: "</script><b>Ann</b>"}}
playbooks:
  p:
    title: "</script><i onclick=alert(1)>P"
    for: {losses: [s0]}
    tasks: {respond: [{id: a, do: "<img src=x onerror=alert(1)>", by: r1}]}
"""


@needs_browser
def test_no_markup_of_a_plan_runs_or_asks_for_anything(browser, tmp_path):
    browser.look(1280, 900)
    path = written(hostile(), tmp_path)
    ids = ",".join(f"s{number}" for number in range(len(HOSTILE)))
    for number in range(len(HOSTILE)):
        browser.open(path, f"#lose={ids}&show=s{number}")
        browser.press("/")
        browser.type("alert")
        assert "alert" in browser.text("#found")
        asked = [one for one in browser.told if one["method"] == "Network.requestWillBeSent"]
        assert [one["params"]["request"]["url"].partition("#")[0] for one in asked] == [
            path.as_uri()
        ]
        others = {one["method"] for one in browser.told}
        assert others <= {"Network.requestWillBeSent", "Page.loadEventFired"}
    assert (
        browser.value("document.querySelectorAll('img, iframe, object, embed, b, i').length") == 0
    )
    assert browser.value("document.scripts.length") == 2
    assert (
        browser.value("document.querySelectorAll('*[onerror], *[onclick], *[onload]').length") == 0
    )
    assert "<img src=http://example.test/a.png onerror=alert(1)>" in browser.value(
        "document.body.textContent"
    )


@needs_browser
def test_the_page_could_not_reach_the_network_if_it_wanted_to(opened):
    assert (
        opened.value("fetch('http://127.0.0.1:9/').then(() => 'sent', (error) => 'refused')")
        == "refused"
    )
    said = opened.value(
        """new Promise((done) => {
          document.addEventListener('securitypolicyviolation',
            (event) => done(event.effectiveDirective));
          const one = document.createElement('script');
          one.textContent = 'window.ran = true';
          document.body.append(one) })"""
    )
    assert said.startswith("script-src")
    assert opened.value("window.ran === undefined")


def test_marks_that_turn_text_around_do_not_reach_the_page():
    html = graph_page_html(graph_page(hostile(), "en"), "en")
    assert not re.search("[\u202a-\u202e\u2066-\u2069\u2028\u2029]", html)


def test_titles_reach_the_page_without_a_character_of_markup():
    """Without a browser too: between the tags of the data stands JSON with no < in it."""
    html = graph_page_html(graph_page(hostile(), "en"), "en")
    assert html.count("<script") == 2
    assert html.count("</script>") == 2
    data = html.partition('id="data">')[2].partition("</script>")[0]
    assert not set("<>&") & set(data)
    titles = {one["id"]: one["title"] for one in json.loads(data)["nodes"]}
    assert titles["s0"] == HOSTILE[0]
    assert titles["ann"] == "</script><b>Ann</b>"


def test_nobodys_telephone_number_or_address_is_on_the_page():
    secret = plan_of(
        TWO_CARRIERS.replace(
            "ann: {name: Ann}",
            'ann: {name: Ann, phones: {personal: "+44 7700 900811", work: "+44 20 7946 0812"},'
            " mail: {personal: ann@home.example}}",
        ).replace(
            "primary: ann, alternates: [ben]}",
            'primary: ann, alternates: [ben], phones: {duty: "+44 20 7946 0813"}}',
        )
    )
    html = graph_page_html(graph_page(secret, "en"), "en")
    assert "Ann" in html
    for piece in ("900811", "900 811", "0812", "0813", "home.example"):
        assert piece not in html


def test_no_number_of_a_person_of_the_large_example_is_on_the_page(northline):
    html = graph_page_html(graph_page(northline, "en"), "en")
    people = [one for one in northline.objects.values() if one.kind == "people" and one.phones]
    assert people
    for person in people:
        for _, number in person.phones.numbers():
            assert str(number) not in html


# ── languages, bytes ───────────────────────────────────────────────────────────────────────────


def test_the_same_plan_gives_the_same_bytes(northline):
    again = loader.load(files.read_tree(Path(__file__).parents[2] / "plans" / "northline")).plan
    assert graph_page_html(graph_page(northline, "en"), "en") == graph_page_html(
        graph_page(again, "en"), "en"
    )


def test_the_page_speaks_ukrainian(northline):
    page = graph_page(northline, "uk")
    assert not [name for name, words in WORDS.items() if page.words[name] == words]
    html = graph_page_html(page, "uk")
    assert '<html lang="uk">' in html
    assert "Find a thing" not in html


def test_the_gaps_of_a_sentence_are_the_same_in_every_language(northline):
    """The script fills them by name, and knows nothing of forms that agree with a number."""
    page = graph_page(northline, "uk")
    for name, words in WORDS.items():
        gaps = re.findall(r"\{[^}]*\}", page.words[name])
        assert sorted(gaps) == sorted(re.findall(r"\{[^}]*\}", words)), name
