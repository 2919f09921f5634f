"""`python -m benchmarks`: everything in one run, so that each ratio compares two measures of the same minutes."""

import argparse
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks import agreement
from benchmarks.child import run
from benchmarks.data import write_decisions, write_extract, write_public_list
from benchmarks.report import Line, Report

INTRODUCTION = """
# Benchmarks

Written by `python -m benchmarks --write docs/benchmarks.md`. Read the ratios, not the times: a ratio compares two measures
of the same run. Targets are those of the product's budgets.

- **Import**: a generated MDFSE list (accents, HTML entities, amounts such as `238 778,48`, seven programmes, about 200
  services), imported and published, beside DuckDB alone reading the same file as text (`read_csv`, `all_varchar`) and
  normalising in one column what the product keeps normalised: number, title and beneficiary (lower case, without accents,
  runs of other characters made one space). Fastest of three, each in a new process; the peak memory is that process's. Processor
  time depends less than wall time on what else the machine does. The target is one of 1 000 000 rows: below, what every
  import costs (opening databases, reference rows, flushing to disk) weighs more than the rows.
- **Public list**: the demonstration's list of 2021-2027 repeated with new numbers up to 16 625 rows, imported and published, as CSV beside
  DuckDB reading and normalising the same texts, as XLSX beside calamine alone.
- **Indicators**: through the product, beside the same SQL texts given to a bare DuckDB on the same file. Median of nine.
- **Pages**: a filter changes, the page draws a selection that nobody has asked for yet, beside the same page with every
  answer a constant, beside its SQL texts given to a bare DuckDB, and beside the same elements written in one bare Streamlit
  script. Processor time of the script on the server, in AppTest, without network and browser. Median of twenty-one.
- **Committee pack**: its content, each document from it, and the whole; median of three.
- **Identification**: operations with the demonstration's own texts (about 560 characters of normalised text each), beside one
  pass of one regular expression, all the expressions in it, over the same texts: the least that it can do. Median of five.
- **Ranking**: in the same operations, TF-IDF over the texts of 2014-2020 and a model taught by their decisions; scikit-learn is loaded before, which
  takes one second more once per process. Synthetic: replayed on the demonstration's frozen campaign, whose texts and decisions are generated, 95 % of
  the 111 retained operations are found after 126 readings of 237 in the mean of ten first orders: 42 % of work saved over sampling (WSS@95). It says nothing of real texts.
- **Reviews**: a campaign of 250 operations on SQLite; a submission beside the same two rows inserted by the driver alone, as
  durable. Stability is 10 000 weightings of four criteria. Median of five, of sixty for the submissions.
- **Start**: in a new process, fastest of three. The first page is what `streamlit run app.py` has sent over its websocket when the
  first run ends, counted from the command, imports of libraries included; once in a new state folder, once more in the same one.
- **Sessions**: people on the page Répartition of one process, over Streamlit's websocket protocol, each changing the filter of regions
  every thirty seconds (one alone: every two), beside the bare page with the same navigation, filters and cards; from the change asked
  for to the end of the run. Runs a second: eight sessions for each process that never pause. The visitors share the cores with the
  servers. « While »: what another session waits for a filter meanwhile, beside what it waits otherwise. Memory is followed while most selections are new,
  and are remembered, then while ten of them come again and again: what grows there is lost.
"""


FIRST_PAGES = {"first page of a new state folder": 8000, "first page of a known state folder": 4000}
"""Which of two starts on the same folder, and its target in milliseconds."""

COMMITTEE_ROWS = 25_000
"""The size of the real national list, for which the pack has its target."""

LIST_ROWS = 16_625
"""Those of the real list on 16 March 2026."""

PARTS = ("operations", "list", "identification", "reviews", "start", "sessions", "agreement")


def main() -> None:
    """Measures, prints, and writes the report where asked."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--rows", type=int, nargs="+", default=[25_000, 100_000, 1_000_000])
    parser.add_argument("--quick", action="store_true", help="25 000 rows, one import")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=PARTS, help="these parts alone")
    parser.add_argument("--sessions", type=int, nargs="+", default=[1, 10, 25, 50], help="how many people at once")
    parser.add_argument("--pause", type=float, default=30, help="seconds between two changes of a person")
    parser.add_argument("--seconds", type=float, default=90, help="seconds that each number of people stays")
    parser.add_argument("--memory-seconds", type=float, default=600, help="seconds over which memory is followed")
    parser.add_argument("part", nargs="?", choices=PARTS, help="this part alone, as --only")
    parser.add_argument("--write", type=Path, metavar="PATH", help="write the figures as Markdown")
    options = parser.parse_args()
    options.only = [options.part] if options.part else options.only
    report = Report()
    sizes = [25_000] if options.quick else options.rows
    for rows in sizes if "operations" in options.only else []:
        with tempfile.TemporaryDirectory(prefix="benchmarks-") as folder:
            _measure(report, Path(folder), rows, repeats=1 if options.quick else 3)
    if "list" in options.only:
        with tempfile.TemporaryDirectory(prefix="benchmarks-") as folder:
            _measure_list(report, Path(folder), repeats=1 if options.quick else 3)
    for rows in sizes if "identification" in options.only else []:
        with tempfile.TemporaryDirectory(prefix="benchmarks-") as folder:
            _measure_identification(report, Path(folder), rows)
    if "reviews" in options.only:
        for line in run("reviews.measure")["result"]:
            report.add("Reviews", Line(line["label"], line["ours"], line["theirs"], line["target"], of="ms"))
    if "start" in options.only:
        with tempfile.TemporaryDirectory(prefix="benchmarks-") as folder:
            _measure_start(report, Path(folder))
    if "sessions" in options.only:
        with tempfile.TemporaryDirectory(prefix="benchmarks-") as folder:
            _measure_sessions(report, Path(folder), options)
    if options.write:
        coverage = f"\n{agreement.section()}" if "agreement" in options.only else ""
        options.write.write_text(report.markdown(INTRODUCTION) + coverage, encoding="utf-8")


def _measure_list(report: Report, folder: Path, repeats: int) -> None:
    title = "Public list of 2021-2027, " + f"{LIST_ROWS:,} operations".replace(",", " ")
    files = {"CSV": folder / "list.csv", "XLSX": folder / "list.xlsx"}
    write_public_list(*files.values(), LIST_ROWS)
    for kind, path in files.items():
        ours = [run("imports.public_list", path, folder / f"{kind}-{turn}") for turn in range(repeats)]
        alone = [run("imports.list_alone", path) for _ in range(repeats)]
        report.add(title, Line(f"import of the {kind}", _milliseconds(ours), _milliseconds(alone)))
        measures = (_milliseconds(each, "processor") for each in (ours, alone))
        target = 6 if kind == "XLSX" else None
        report.add(title, Line(f"import of the {kind}, processor time of every core", *measures, target=target))
        report.add(title, Line(f"import of the {kind}, peak memory", max(each["peak"] for each in ours), of="MiB"))


def _measure(report: Report, folder: Path, rows: int, repeats: int) -> None:
    title = f"{rows:,} operations".replace(",", " ")
    path, state = folder / "liste.csv", folder / "state"
    write_extract(path, rows)
    # Turn by turn: what slows the machine for a while slows both.
    pairs = [
        (run("imports.product", path, folder / f"import-{turn}", "2019"), run("imports.alone", path))
        for turn in range(repeats)
    ]
    ours, theirs = (_milliseconds([pair[side] for pair in pairs]) for side in (0, 1))
    speed = f"{rows / ours * 1000:,.0f} rows/s, {path.stat().st_size / 2**20:.0f} MiB".replace(",", " ")
    report.add(title, Line("import", ours, theirs, 3 if rows >= 1_000_000 else None, note=speed))
    ours, theirs = (_milliseconds([pair[side] for pair in pairs], "processor") for side in (0, 1))
    report.add(title, Line("import, processor time of every core", ours, theirs))
    report.add(title, Line("import, peak memory", max(pair[0]["peak"] for pair in pairs), target=2048, of="MiB"))
    _publish_two_waves(folder, state, rows)
    for line in run("indicators.measure", state)["result"]:
        report.add(title, Line(line["label"], line["ours"], line["theirs"], target=100, of="ms"))
    pages = run("pages.measure", state)
    for line in pages["result"]:
        page = f"page {line['label']}"
        report.add(
            title,
            Line(
                f"{page} after a filter, beside constants",
                line["after"],
                line["constants"],
                target=1.4 if rows <= COMMITTEE_ROWS else None,
            ),
        )
        added = line["after"] - line["constants"]
        report.add(title, Line(f"{page}, what a filter adds, beside its SQL alone", added, line["sql"], target=1.5))
        if line["directly"]:
            report.add(
                title,
                Line(
                    f"{page} from constants, beside the same elements written directly",
                    line["constants"],
                    line["directly"],
                    target=1.3,
                ),
            )
    report.add(title, Line("pages, peak memory", pages["peak"], of="MiB"))
    if rows <= COMMITTEE_ROWS:
        for line in run("pack.measure", state)["result"]:
            report.add(title, Line(line["label"], line["ours"], target=line["target"], of="ms"))


def _measure_identification(report: Report, folder: Path, rows: int) -> None:
    title = "Identification, " + f"{rows:,} operations".replace(",", " ")
    found = run("identification.measure", folder, rows)
    for line in found["result"]:
        report.add(title, Line(line["label"], line["ours"], line["theirs"], line["target"], of="ms"))
        if line["theirs"]:
            label = f"{line['label']}, processor time of every core"
            report.add(title, Line(label, line["processor"], line["theirs_processor"]))
    report.add(title, Line("peak memory", found["peak"], of="MiB"))


def _publish_two_waves(folder: Path, state: Path, rows: int) -> None:
    """Half the operations in each wave, and the decisions on them: what the indicators and the pages read."""
    halves, half = folder / "half.csv", rows // 2
    for wave, first, count in (("2017", 0, half), ("2019", half, rows - half)):
        write_extract(halves, count, first)
        run("imports.product", halves, state, wave)
    write_decisions(folder / "decisions.csv", rows)
    run("imports.product", folder / "decisions.csv", state, "-")


def _measure_start(report: Report, folder: Path) -> None:
    runs = [run("imports.demonstration", folder / f"demonstration-{turn}") for turn in range(3)]
    report.add("Start", Line("demonstration warehouse", _milliseconds(runs)))
    pairs = [[run("start.first_page", folder / f"first-{turn}") for _ in range(2)] for turn in range(3)]
    for (label, target), runs in zip(FIRST_PAGES.items(), zip(*pairs, strict=True), strict=True):
        report.add("Start", Line(label, _milliseconds(runs), target=target, of="ms"))
        report.add("Start", Line(f"{label}, processor time of every core", _milliseconds(runs, "processor")))


def _measure_sessions(report: Report, folder: Path, options: argparse.Namespace) -> None:
    title, counts = "Sessions", ",".join(map(str, options.sessions))
    found = run("sessions.measure", folder / "state", counts, options.pause, options.seconds, options.memory_seconds)[
        "result"
    ]
    alone, errors = found["turns"][0]["ours"]["p95"], []
    for turn in found["turns"]:
        label, ours, bare = f"p95 of a filter, sessions: {turn['sessions']}", turn["ours"], turn["bare"]
        note = f"median {ours['median']:.0f} ms, {ours['changes']} changes"
        report.add(title, Line(f"{label}, beside the bare page", ours["p95"], bare["p95"], note=note))
        errors += ours["errors"]
        if turn is not found["turns"][0]:
            report.add(title, Line(f"{label}, beside {options.sessions[0]} alone", ours["p95"], alone, target=3))
    memory = found["memory"]
    first, *_, last = memory["seen"]
    note = " → ".join(f"{each:.0f}" for each in memory["seen"])
    label = f"memory with {max(options.sessions)} sessions, after {memory['seconds']:.0f} s"
    report.add(title, Line(f"{label}, beside the beginning", last, first, target=1.05, note=note, unit="MiB"))
    repeated = found["repeated"]
    first, *_, last = repeated["seen"]
    note = " → ".join(f"{each:.0f}" for each in repeated["seen"])
    label = (
        f"memory after {repeated['changes']} changes among {repeated['selections']} selections, beside the beginning"
    )
    report.add(title, Line(label, last, first, target=1.05, note=note, unit="MiB"))
    rates = {each["label"]: each for each in found["saturated"]}
    for label, beside in (("one process", "bare page"), ("two processes", "one process")):
        ours, theirs = rates[label], rates[beside]
        note = f"{ours['processor']:.0f} ms of processor a run, beside {theirs['processor']:.0f} ms"
        report.add(
            title, Line(f"saturated, {label} beside {beside}", ours["rate"], theirs["rate"], note=note, unit="runs/s")
        )
    for each in found["waiting"]:
        note = f"{each['seconds']:.1f} s, {each['changes']} changes"
        report.add(title, Line(f"a filter while {each['label']}, median", each["median"], each["alone"], note=note))
        report.add(title, Line(f"a filter while {each['label']}, the longest", each["worst"], each["alone"]))
    errors += [error for each in (memory, found["repeated"], *found["saturated"]) for error in each["errors"]]
    report.add(title, Line("errors", len(errors), target=0, of="errors", note="; ".join(errors[:3])))


def _milliseconds(runs: Sequence[dict[str, Any]], clock: str = "seconds") -> float:
    return min(each["result"][clock] for each in runs) * 1000


if __name__ == "__main__":
    main()
