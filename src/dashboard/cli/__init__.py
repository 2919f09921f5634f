"""The same work from a terminal: `python -m dashboard`."""

from dashboard.cli.app import main

__all__ = ["main"]
