"""Rules about accounts: pure functions that return findings."""
