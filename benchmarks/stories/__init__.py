"""Decisions that act on decisions: what must hang on a day, as known on a day, written from the rulings alone."""
