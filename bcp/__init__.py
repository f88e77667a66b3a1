"""Business-continuity plans as code.

``bcp`` reads a plan (a folder of YAML files), says whether it is complete and would work, draws
who is responsible for what, drills it, and prints it for the night when nothing else works.

Importing this package imports nothing heavy; see ``bcp.loader`` for reading a plan from Python.
"""

__version__ = "0.1.0"
