"""The reading of decisions, which begins in `reading`; nothing is imported here, for parts of it are read elsewhere too."""
