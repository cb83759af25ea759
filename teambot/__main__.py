"""`python -m teambot` is the `teambot` command."""

from teambot.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
