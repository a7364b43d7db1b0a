"""Metamorphic checks: what happens to an answer when a record is changed in a way whose effect is known beforehand.

A change of wording, of a name or of a date's form keeps the answer. A change of substance (a required sentence gone,
another patient's document) takes an approval away.
"""
