"""What the plan publishes: the yearly metrics as tables and as a page."""
