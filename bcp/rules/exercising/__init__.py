"""Exercises, and what comes of them: the rules EXR, by what they look at.

``programme``: what is exercised, and how lately. ``design``: how one exercise is made.
``learning``: reports, ratings, improvements.
"""
