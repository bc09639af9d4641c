"""Units: the offices of the country through time, and which of them a configuration means. No procedures."""
