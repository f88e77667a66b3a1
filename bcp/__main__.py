"""The entry of the program: ``bcp``, and ``python -m bcp``.

One place turns what happened into an exit code: 0 clean, 1 findings, 2 usage or surroundings,
3 a fault of the program, 130 interrupted.
"""

from __future__ import annotations

import atexit
import gc
import os
import sys

from bcp import __version__


def main() -> None:
    """Run the command line and end the process with its exit code."""
    if sys.argv[1:] in (["--version"], ["-V"]) and sys.stdout is not None:
        # Before click is imported: this answer costs one bare start of Python instead of four.
        try:
            print(f"bcp {__version__}", flush=True)  # noqa: T201
        except OSError:
            os._exit(2)  # nobody hears us, and closing the output would complain once more
        return
    # Imports make no garbage; looking for some among their objects costs one bare start of Python.
    # The command line switches the collector on again when it has found the command.
    gc.disable()
    from bcp.cli.ending import run

    _leave(run(sys.argv[1:]))


def _leave(code: int) -> None:
    """End the process without taking a plan's objects apart one by one, which would cost as much
    as two bare starts of Python. What was written has been flushed, what was to be tidied up at the
    end (``atexit``) is."""
    from contextlib import suppress  # `--version` goes without

    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError, AttributeError):
            stream.flush()
    os._exit(code)


if __name__ == "__main__":
    main()
