"""The rule catalogue: one module per family, one function per rule.

A rule looks at a plan and yields findings; it reads no disk and formats no text. Adding one is the
function, and its two examples under ``tests/rules``.
"""
