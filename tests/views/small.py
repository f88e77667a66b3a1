"""Plans of a few lines, for what the harbour plan has no example of."""

from bcp import files, loader
from bcp.plan import Plan

HEADER = """\
bcp: 1
plan: {id: small, title: Small plan, languages: [en], timezone: Europe/London}
"""


def plan_of(text: str) -> Plan:
    """A plan from the YAML below its header; every fault in it is an error of the test."""
    tree = files.Tree(None, {"plan.yaml": (HEADER + text).encode()})
    loaded = loader.load(tree)
    assert [str(one) for one in loaded.diagnostics] == []
    return loaded.plan
