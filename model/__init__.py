"""The ground floor: the field's words, the rows of the tables, and what travels between the rooms.

Nothing here reads, writes or decides; nothing here imports from the other rooms.
"""
