"""The journal of a run: what happened, written as it happens, and never changed afterwards.

A run folder holds ``run.json`` (what was played, frozen) and one file a writer,
``journal/<writer>.jsonl``: no locking between computers and no merge conflict. Each file is a
chain: a record holds the hash of the one before, so that an edit shows. A cut tail shows against
the counts in ``run.end`` and in the report.
"""

from bcp.drill.journal.reading import (
    State,
    Tail,
    Verification,
    WriterFile,
    merge,
    read,
    scan,
    tail,
    undone,
    verify,
)
from bcp.drill.journal.record import TYPES, Data, Record, Value, check_writer
from bcp.drill.journal.run import create_run, read_run
from bcp.drill.journal.text import clean_text, one_line
from bcp.drill.journal.trouble import DamagedJournalError, NotSavedError, RunExistsError
from bcp.drill.journal.writer import Journal

__all__ = [
    "TYPES",
    "DamagedJournalError",
    "Data",
    "Journal",
    "NotSavedError",
    "Record",
    "RunExistsError",
    "State",
    "Tail",
    "Value",
    "Verification",
    "WriterFile",
    "check_writer",
    "clean_text",
    "create_run",
    "merge",
    "one_line",
    "read",
    "read_run",
    "scan",
    "tail",
    "undone",
    "verify",
]
