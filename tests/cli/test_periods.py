"""The command `periods`: what it prints is what it reads back; it refuses in one sentence and publishes as the page does."""

from pathlib import Path

import pytest

from dashboard.cli.app import run
from dashboard.warehouse.state import State
from tests.fse_plus import import_list


def test_periods_are_listed_tried_set_and_restored(
    state: State, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    import_list(state, tmp_path)

    def ask(*arguments: object) -> tuple[int, str, str]:
        capsys.readouterr()
        code = run(["periods", *map(str, arguments), "--state", str(state.root)])
        out, err = capsys.readouterr()
        return code, out, err.replace("\u202f", " ")

    code, shipped, _ = ask("--period", "2021-2027")
    assert code == 0
    assert shipped.splitlines()[:2] == [
        "period;wave;label;programmed_from;programmed_to;extracted_on", "2021-2027;2021;Année 2021;2021-01-01;2021-12-31;",
    ]  # fmt: skip
    assert "2014-2020;2017;" in ask()[1]
    path = tmp_path / "periodes.csv"
    refused = {
        shipped: "déjà celles-ci",
        "wave;label\nx;y\n": "n'a pas « programmed_from »",
        shipped.replace("2021-01-01", "hier"): "Ligne 2, colonne « programmed_from » : la date « hier »",
        shipped.replace("2022-01-01", "2021-06-01"): "se chevauchent",
        shipped.replace("2021-2027;2022", "2014-2020;2022"): "n'est pas celle que vous publiez",
        shipped.splitlines()[0]: "n'a aucune période",
    }
    for text, words in refused.items():
        path.write_text(text, encoding="utf-8")
        code, _, err = ask("--set", path, "--period", "2021-2027")
        assert (code, err.count("\n")) == (1, 1), err
        assert words in err
    path.write_text(
        "wave;label;programmed_from;programmed_to\n2021-S;Début;;31/12/2023\n2024-S;Suite;2024-01-01;\n",
        encoding="utf-8",
    )
    before = state.current()
    code, out, _ = ask("--set", path, "--period", "2021-2027", "--check")
    assert (code, state.current()) == (0, before)
    assert "2021-S\u202f: 0 opération avant, 1 opération après" in out
    assert ask("--set", path, "--period", "2021-2027")[0] == 0
    assert ask("--period", "2021-2027")[1].splitlines()[1:] == [
        "2021-2027;2021-S;Début;;2023-12-31;",
        "2021-2027;2024-S;Suite;2024-01-01;;",
    ]
    assert ask("--restore", "--period", "2021-2027")[0] == 0
    assert ask("--period", "2021-2027")[1] == shipped
    for wrong in (("--check",), ("--restore",), ("--period", "1999")):
        assert ask(*wrong)[0] == 2
