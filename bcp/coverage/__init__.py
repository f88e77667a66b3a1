"""How far a plan goes: the coverage matrices, and the evidence it holds for a framework's clauses.

The evidence stands in :mod:`bcp.coverage.evidence`; who only wants the matrices loads no rules.
"""

from bcp.coverage.matrices import EXERCISE_INTERVAL, Matrix, Row, State, coverage

__all__ = ["EXERCISE_INTERVAL", "Matrix", "Row", "State", "coverage"]
