"""Builders of domain objects: every argument has a sensible default, so a test names only what it is about."""
