"""Letters to members and providers: typed models first, templates that an operator may edit, bytes elsewhere."""
