"""Rules on serious further offences, serious case reviews and critical cases, as pure functions."""
