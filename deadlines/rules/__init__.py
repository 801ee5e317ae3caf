"""Pure rules about time: how days are counted, when reviews fall due, and when an alert goes to whom."""
