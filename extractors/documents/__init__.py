"""extractors/documents: see docs/architecture.md."""
