"""Rules on requests for minutes, replies to them, and reports that use what a meeting heard, as pure functions."""
