"""Language: texts, codes, dates, names and syllables as Vietnamese offices write them. No law, no units, no work."""
