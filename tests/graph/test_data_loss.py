"""How much work is lost with a store, against the RPO."""

from small_plans import plan_of
from test_recovery import DAY

from bcp.graph.recovery.recovery import recovery

MINUTE, HOUR = 60, 3600

STORES = """
processes:
  calls: {title: Calls, tier: critical, rpo: 1h, needs: [cases, notes]}
  talk: {title: Talk, tier: routine, data: false, needs: [cases]}
systems:
  cases:
    title: Cases
    type: data
    at: [hall]
    backups:
      - {what: all, every: 15m, copy_time: 5m, kept_at: hall, survives: [site, corruption]}
      - {what: all, every: 4h, copy_time: 30m, kept_at: annex, survives: [site, ransomware]}
  notes:
    title: Notes
    type: application
    backups:
      - {what: all, every: 30m, copy_time: 10m, survives: [corruption, ransomware]}
sites:
  hall: {title: Hall, zone: plain}
  annex: {title: Annex}
causes: {plain: {title: Flood plain}}
"""


def of(text, process="calls"):
    data = recovery(plan_of(text), DAY).data
    return next(one for one in data.processes if one.process == process), data


def exposures(text):
    return {(one.store, one.loss): one.seconds for one in of(text)[0].exposures}


def test_exposure_is_the_best_of_the_copies_that_survive():
    assert exposures(STORES) == {
        ("cases", "site"): 270 * MINUTE,
        ("cases", "corruption"): 20 * MINUTE,
        ("cases", "ransomware"): 270 * MINUTE,
        ("notes", "corruption"): 40 * MINUTE,
        ("notes", "ransomware"): 40 * MINUTE,
    }


def test_a_process_loses_what_its_worst_store_loses_and_its_stores_lie_apart():
    calls, _ = of(STORES)
    assert (calls.worst.store, calls.worst.seconds) == ("cases", 270 * MINUTE)
    assert (calls.verdict, calls.gap) == ("beyond", 210 * MINUTE)
    assert calls.skew == 230 * MINUTE


def test_a_copy_kept_where_its_store_is_lost_does_not_count_for_that():
    _, data = of(STORES)
    (one,) = data.together
    assert (one.store, one.copy, one.loss, one.through) == ("cases", 0, "site", ("hall", "plain"))
    flooded = STORES.replace("annex: {title: Annex}", "annex: {title: Annex, zone: plain}")
    calls, data = of(flooded)
    assert len(data.together) == 2
    assert (calls.verdict, calls.worst.loss) == ("nothing-left", "site")


def test_a_process_that_keeps_no_data_is_not_asked():
    talk, _ = of(STORES, "talk")
    assert (talk.verdict, talk.exposures) == ("not-asked", ())


def test_a_copy_of_unknown_length_is_not_said_to_be_within():
    text = STORES.replace("every: 4h, copy_time: 30m", "every: 30m").replace("rpo: 1h", "rpo: 45m")
    assert of(text)[0].verdict == "not-known"
    assert of(text.replace("every: 30m, kept", "every: 50m, kept"))[0].verdict == "beyond"


def test_the_other_member_serves_when_a_site_is_lost_and_follows_a_corruption():
    text = STORES + ("redundancy: {pair: {title: Pair, of: [cases, twin], mode: active}}\n")
    text = text.replace("  notes:\n", "  twin: {title: Twin, type: data, at: [annex]}\n  notes:\n")
    assert ("cases", "site") not in exposures(text)
    assert exposures(text)["cases", "corruption"] == 20 * MINUTE


def test_a_store_without_any_copy_loses_everything():
    text = STORES.replace(
        "type: data\n    at: [hall]\n    backups:", "type: data\n    at: [hall]\n    X:"
    )
    text = text[: text.index("    X:")] + text[text.index("  notes:") :]
    calls, _ = of(text)
    assert calls.verdict == "nothing-left"
