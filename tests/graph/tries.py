"""How many random examples a property tries: `make test-all` asks for ten times as many."""

import os


def tries(usual: int) -> int:
    """Examples to try, where a plain run tries so many."""
    return usual * int(os.environ.get("BCP_TRIES", "1"))
