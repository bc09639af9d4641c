"""What people start: the command line, the configuration, and the steps of a run in their order.

The only room that may import all the others, and that knows a clock, a network and processes. No rule of the field
lives here: those are in `transforms`; nothing imports from here.
"""
