"""The after-action report: a pure function of a run's script and journal, and of the plan today."""

from bcp.drill.afteraction.build import report, report_of_run
from bcp.drill.afteraction.markdown import markdown
from bcp.drill.afteraction.measure import suggested
from bcp.drill.afteraction.stored import as_json, tail_in
from bcp.drill.afteraction.text import lines
from bcp.drill.afteraction.types import Area, Metric, Outcome, Rated, Report, Row, Standing, Told

__all__ = [
    "Area",
    "Metric",
    "Outcome",
    "Rated",
    "Report",
    "Row",
    "Standing",
    "Told",
    "as_json",
    "lines",
    "markdown",
    "report",
    "report_of_run",
    "suggested",
    "tail_in",
]
