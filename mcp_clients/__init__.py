"""The lookups as typed questions and answers, and the ledger of the calls that were really made.

``registry.LOOKUPS`` is the one list of lookups; ``icd10``, ``npi``, ``cms_coverage``, ``pubmed`` and
``clinical_trials`` hold their questions; ``session.open_lookups`` connects; ``ledger.Ledger`` remembers.
"""
