"""The store: cases, revisions, findings and the event log, on SQLite or Postgres by the same code."""
