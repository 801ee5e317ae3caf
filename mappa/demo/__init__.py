"""Demonstration data: plainly invented people in two areas, made through the services, dated relative to today."""
