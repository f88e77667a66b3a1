"""Who fills which role when people are missing."""
