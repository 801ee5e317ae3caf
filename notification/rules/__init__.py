"""Rules of notification: pure functions, no framework and no database."""
