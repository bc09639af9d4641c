"""Everything that reads a portal or a document: the only rooms that meet the outside or an unknown format."""

#: Raised whenever the same bytes would be read differently; what was read by another version is read again.
READER_VERSION = "2"
