"""The entry of the program: ``bcp``, and ``python -m bcp``.

One place turns what happened into an exit code: 0 clean, 1 findings, 2 usage or surroundings,
3 a fault of the program, 130 interrupted.
"""

from __future__ import annotations

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
    from bcp.cli.main import run

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
