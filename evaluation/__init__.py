"""How well and how fast the service does its work, measured."""
