"""How long things take in a plan, and when everything works again after a loss."""
