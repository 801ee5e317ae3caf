"""Rules on what leaves a meeting, as pure functions."""
