"""Whether everything can be back in time: required, committed and demonstrated times."""
