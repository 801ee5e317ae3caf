"""The rules of this room: pure functions of what is recorded, with no framework and no clock of their own."""
