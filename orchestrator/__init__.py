"""The dispatcher: accepts cases, runs the four agents on each, keeps what they found, and shows it."""
