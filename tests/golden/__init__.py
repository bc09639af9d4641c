"""The golden corpus: papers of our own in each format, and what the readers make of them, as one digest a family."""
