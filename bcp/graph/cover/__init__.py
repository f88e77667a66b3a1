"""Whether every role is held at every hour of a year."""
