"""The command line's side: what is read from files, run without a store, and written for a person at a terminal."""
