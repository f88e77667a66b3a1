"""How the plan itself is kept: the rules MNT, by what they look at.

``header``: what the plan says of itself. ``upkeep``: what goes stale: people who left, waivers,
days that cannot be. ``contacts``: where the numbers and addresses of people stand.
"""
