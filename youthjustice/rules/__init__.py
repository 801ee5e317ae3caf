"""Rules about children under youth justice supervision: pure functions and tables, no Django, no clock.

`reoffending` (YOGRS), `matrix` (impact and likelihood), `judgement` (risk of serious harm), `wellbeing`, `assessment`
(all three risks, reviews), `contacts` (intervention level), `panel` (High Risk Panel) and `countersigning`.
"""
