"""ICD-10-CM: every category and code of one release, with hierarchy and notes."""
