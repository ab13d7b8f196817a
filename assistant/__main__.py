"""Makes `python -m assistant` the same as `journey`."""

from assistant.cli import main

main()
