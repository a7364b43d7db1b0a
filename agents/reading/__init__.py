"""The embedded reader: clinical documents into facts with verbatim quotes, by rules alone."""
