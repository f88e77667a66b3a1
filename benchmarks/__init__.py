"""What the program costs, as ratios to floors that were measured beside it in the same run.

``make bench`` runs it; it is read by people and never a test. Seconds differ from machine to
machine; what is kept is how many times the floor something costs:

========= ==========================================================================================
``F``     libyaml's bare scan of the same bytes, which builds nothing; in ``render``, the same HTML
          through WeasyPrint alone, in one warm process
``P``     one bare start of the same Python (``python -c pass``)
``×``     times as much as something else that the line names
========= ==========================================================================================
"""
