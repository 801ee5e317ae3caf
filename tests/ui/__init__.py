"""Tests of the screens' furniture."""
