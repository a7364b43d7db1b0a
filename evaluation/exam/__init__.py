"""The exam: labelled cases of our own, and what a run of them is worth."""
