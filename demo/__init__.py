"""A made-up province and its embedded portal, for `niemyet demo`.

It writes documents and pages as an outsider would and answers over HTTP; it imports no reader and no store.
"""
