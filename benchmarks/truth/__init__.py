"""Made-up decisions whose items are known, in every format: the judge of the reading of documents."""
