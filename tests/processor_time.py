"""Runs something in a process of its own that the system stops once it has taken too much processor time.

Processor time, unlike time by the clock, is the same on a busy machine.
"""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
_CODE = """
import resource
from importlib import import_module
resource.setrlimit(resource.RLIMIT_CPU, ({seconds}, {seconds}))
getattr(import_module("{module}"), "{function}")()
"""


def run(module: str, function: str, *, seconds: int) -> tuple[int, str]:
    """The exit code, negative where the process was stopped, and what it printed."""
    code = _CODE.format(module=module, function=function, seconds=seconds)
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr
