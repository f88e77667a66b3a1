"""The command line: one thin module a command. Parse, call, report, return an exit code."""
