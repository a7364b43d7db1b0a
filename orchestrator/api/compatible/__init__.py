"""Section B of the contract: what clients of the public accelerator send and read, over the same core."""
