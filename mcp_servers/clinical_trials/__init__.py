"""ClinicalTrials.gov: a small snapshot of verified trial records."""
