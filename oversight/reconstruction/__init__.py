"""Puts together, from decisions and from the row history, how a case stood on a day and what happened in it."""
