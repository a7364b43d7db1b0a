"""Our own five MCP servers over embedded data: ICD-10-CM, NPI registry, CMS coverage, PubMed, ClinicalTrials.gov.

Their tools have the names and arguments of the public servers for the same sources, so that either can stand in for
the other. Embedded data say what they are: a thing that is not in them is not in this snapshot, no more.
"""
