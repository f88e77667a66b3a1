"""What stands in for what, and the way back: the rules RED, by what they look at.

``stand_ins``: strategies and redundancies. ``sites``: where their work goes, power and lines.
``copies``: backups, vital records, the plan itself. ``recovery``: steps, emergency access, the way
back to normal.
"""
