"""What may be recorded of custody and release, and what falls due from it. No framework, no database."""
