"""Rules of this app: plain functions without a database."""
