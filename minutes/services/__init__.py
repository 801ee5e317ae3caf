"""All writes about what leaves a meeting."""
