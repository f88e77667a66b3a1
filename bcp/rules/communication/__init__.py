"""Who must hear what, and the words for it: the rules COM, by what they look at.

``audiences``: who hears, by which ways, what and how soon. ``texts``: languages, placeholders,
length.
"""
