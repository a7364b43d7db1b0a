"""Durable execution: the queue of reviews, who works on them, and what becomes of the work of a process that died."""
