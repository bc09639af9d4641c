"""The commands, a module for each kind of use; imported when called."""
