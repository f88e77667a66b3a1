"""Everything that writes into a plan."""
