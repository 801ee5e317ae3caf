"""The rows of the permission table by subject; `offenders.rules.permissions` puts them together."""
