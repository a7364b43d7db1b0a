"""What plays the agents: the embedded model needs no network and no weights."""
