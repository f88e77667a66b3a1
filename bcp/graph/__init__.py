"""Answers about a plan: what stands on what, what stops when something is lost, who does what.

``structure`` says what needs what and ``availability`` what is lost with what: plain integers,
used by rules and answers alike. ``responsibility`` is the typed graph that is drawn, walked and
exported; it alone knows networkx, and only while it runs.
"""
