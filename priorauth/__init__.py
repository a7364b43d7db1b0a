"""The domain of prior-authorization review: pure types and functions, no I/O beyond reading rule files."""
