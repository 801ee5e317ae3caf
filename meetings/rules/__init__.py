"""Rules of MAPPA meetings at Level 2 and 3: pure functions and tables, no Django, no clock.

`people` says who chairs and who must come, `schedule` what planning a meeting needs, `agenda` the items and `closing`
what must be settled before a meeting is closed, `minutes` approval and distribution, `names` the search for names in a
text, `summary` the executive summary.
"""
