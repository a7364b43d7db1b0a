"""What operators see of a running service: logs, spans and measures, of every process alike, nothing of a person."""
