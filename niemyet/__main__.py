"""`python -m niemyet`: the command line without its console script."""

from niemyet.flows.cli import main

main()
