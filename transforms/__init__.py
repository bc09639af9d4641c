"""transforms: see docs/architecture.md."""
