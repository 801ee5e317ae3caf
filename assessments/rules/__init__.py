"""Rules about risk of serious harm and the risk management plan: pure functions and tables, no Django, no clock.

`levels` holds the vocabulary, `rosh` the judgement, `tools` which tool is valid for whom, `plan` the plan and its
actions, `wording` the phrases that stand in for a date.
"""
