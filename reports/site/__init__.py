"""The public notice board of a province as static pages, from the tables of one release (CONTRACT §1, `niemyet site`)."""
