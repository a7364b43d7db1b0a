"""A document's blocks as bytes: Markdown, HTML, plain text and PDF. Each format is a module of its own."""
