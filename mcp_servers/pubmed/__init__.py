"""PubMed: a small snapshot of verified article records."""
