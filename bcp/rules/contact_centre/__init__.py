"""The work of a contact centre: the rules CTC, by what they look at.

``channels``: ways in, numbers, announcements. ``queues``: what goes on, for whom, and without
systems. ``figures``: what is watched, and what follows. ``agents``: how many there are, and where.
"""
