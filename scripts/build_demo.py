"""Rebuilds the demonstration extract, its campaigns, its survey and its list of 2021-2027: `python scripts/build_demo.py`."""

from pathlib import Path

from dashboard.demo.campaigns_build import build
from dashboard.demo.fse_plus import generate_list
from dashboard.demo.generator import generate
from dashboard.demo.survey import write_survey

DATA = Path(__file__).resolve().parents[1] / "data"

if __name__ == "__main__":
    demonstration = generate(DATA / "reference")
    demonstration.write(DATA / "demo")
    build(DATA / "demo", demonstration.by_campaign).write(DATA / "demo")
    write_survey(DATA / "reference", DATA / "demo")
    generate_list(DATA / "reference").write(DATA / "demo")
