"""Drills and incident logs: the exercise clock, the journal, what is played on them."""
