"""`python -m flows`: the command line without its console script."""

from flows.cli import main

main()
