"""One measure in a process of its own: `python -m benchmarks.child <module>.<function> <arguments>` prints it as JSON.

A process of its own starts cold, and its peak memory is that of the measure alone.
"""

import json
import logging
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from typing import Any


def run(name: str, *arguments: object) -> dict[str, Any]:
    """Runs a measure in a child and gives `result` and `peak` (MiB)."""
    command = [sys.executable, "-m", "benchmarks.child", name, *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{name}: {done.stderr[-2000:]}")
    return dict(json.loads(done.stdout.splitlines()[-1]))


def _peak() -> float:
    # `ru_maxrss` outlives exec and may hold the parent's peak; VmHWM belongs to this process alone.
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM")) / 1024


def main() -> None:
    """Runs the measure that the command line names."""
    logging.disable(logging.CRITICAL)
    name, *arguments = sys.argv[1:]
    module, function = name.split(".")
    result = getattr(import_module(f"benchmarks.{module}"), function)(*arguments)
    print(json.dumps({"result": result, "peak": _peak()}))


if __name__ == "__main__":
    main()
