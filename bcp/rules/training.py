"""Rules: to be filled."""
