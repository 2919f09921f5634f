"""How long tests wait for what has to come."""

from typing import Final

PATIENCE: Final = 120
"""Seconds. It only ends what would never come: no test passes by waiting so long, and none fails because the machine does
something else as well."""
