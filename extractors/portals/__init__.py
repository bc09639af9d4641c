"""extractors/portals: see docs/architecture.md."""
