"""The four agents that find evidence, and what they read the record with."""
