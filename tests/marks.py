"""Marks that tests carry."""

import pytest

rule = pytest.mark.rule
"""`@rule("LVL-02")`: this test shows that the rulebook entry LVL-02 is applied. The coverage test reads these marks."""
