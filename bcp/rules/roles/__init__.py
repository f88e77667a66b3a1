"""Roles, people and authority: the rules ROL, by what they look at.

``people``: who fills a role, who stands in, how they are reached. ``structure``: functions, powers,
teams, those at the top. ``cover``: at which hours, and who relieves whom.
"""
