"""Rebuilds the demonstration extract: `python scripts/build_demo.py`."""

from pathlib import Path

from dashboard.demo.generator import generate

DATA = Path(__file__).resolve().parents[1] / "data"

if __name__ == "__main__":
    generate(DATA / "reference").write(DATA / "demo")
