"""A second generator of decisions, written from the rules of the field alone, without a look at the readers."""
