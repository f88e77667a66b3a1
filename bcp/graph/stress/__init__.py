"""The worst stories of a plan, and what would help most."""
