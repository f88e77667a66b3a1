"""Levels, activation, and the call-out: the rules ESC, by what they look at.

``activation``: incident levels, and how a response begins, runs and ends. ``call_out``: who is
called, at which hours, and that it ends.
"""
