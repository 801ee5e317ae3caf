"""Pure rules of the set forms: no framework, no database."""
