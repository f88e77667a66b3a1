"""Diagnostics and matrices, as text for people and as formats for programs."""
