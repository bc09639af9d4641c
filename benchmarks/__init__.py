"""Measurements as ratios against a named peer or limit in the same run, with memory. `python -m benchmarks`."""
