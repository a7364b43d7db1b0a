"""CMS coverage: the library's policies, and the contractors of each state."""
