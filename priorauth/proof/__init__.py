"""What is proven of an agent's answer before it is believed, where the agent ran elsewhere."""
