"""The process twin: what ``docker-compose.yml`` starts in containers, started as processes of this machine."""
