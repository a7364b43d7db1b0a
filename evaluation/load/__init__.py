"""The service under load: a generator of our own, and what it measures."""
