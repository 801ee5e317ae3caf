"""Rules of the record on ViSOR: pure functions."""
