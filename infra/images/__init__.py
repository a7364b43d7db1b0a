"""The images: what their Dockerfiles say, what goes into each, and what it weighs."""
