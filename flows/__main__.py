"""`python -m flows` is `dateline`."""

from flows.cli import main

main()
