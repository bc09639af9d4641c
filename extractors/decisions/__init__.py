"""extractors/decisions: see docs/architecture.md."""
