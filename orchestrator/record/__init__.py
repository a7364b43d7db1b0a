"""The record of a case: what happened to it, its proof, its export, and its lawful deletion."""
