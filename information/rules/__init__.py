"""Pure rules about information: what must be said of an item, and who decides about it."""
