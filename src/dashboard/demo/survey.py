"""The demonstration's survey: synthetic answers and remarks that meet every published figure of the real one."""

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

from dashboard.demo.sources import read_csv, read_list, stream
from dashboard.demo.texts import typeset
from dashboard.domain.survey import FIELDS, NO_ANSWER, Answer, BodyType, Respondent

FILE_NAME = "survey.csv"
WAVE = "2019"
_TOLD = (1, 0, 2, 0)
"""How many operations the structures that say yes report, in turn."""


def generate_survey(reference: Path) -> list[Respondent]:
    """The respondents, by type of managing body; a remark or a reported operation goes to a structure that fits it."""
    listed = read_list("survey")
    departments = read_csv(reference / "departments.csv")
    chance = stream("survey regions")
    respondents: list[Respondent] = []
    remarks = list(listed["remark"])
    numbers = [row["num_dossier"] for row in read_csv(reference / "survey_reported.csv")]
    for group in listed["group"]:
        kind = BodyType(group["type"])
        answers = [name for name in (*Answer, NO_ANSWER) for _ in range(group[name])]
        for answer, region in zip(answers, _places(kind, len(answers), departments, chance), strict=True):
            remark = next((one for one in remarks if (one["type"], one["answer"]) == (kind, answer)), None)
            if remark:
                remarks.remove(remark)
            tells = _TOLD[len(respondents) % len(_TOLD)] if answer == Answer.YES else 0
            told, numbers = numbers[:tells], numbers[tells:]
            respondents.append(
                Respondent(
                    respondent=f"Structure fictive {len(respondents) + 1:02}",
                    body_type=kind,
                    region=region,
                    answer=None if answer == NO_ANSWER else Answer(answer),
                    reported=tuple(told),
                    remark=typeset(remark["text"]) if remark else "",
                    themes=tuple(remark["themes"]) if remark else (),
                )
            )
    if remarks or numbers:
        raise ValueError(f"{len(remarks)} remarks and {len(numbers)} reported operations found no structure")
    return respondents


def _places(kind: BodyType, count: int, departments: Sequence[dict[str, str]], chance: Random) -> list[str]:
    """The present region of each AGD, the former one of each département's body: none stands for a place twice."""
    if kind is BodyType.AGD:
        return chance.sample(list(dict.fromkeys(row["region_2016"] for row in departments)), count)
    return [row["region"] for row in chance.sample(departments, count)]


def survey_rows(respondents: Sequence[Respondent]) -> Iterator[dict[str, str]]:
    """The rows of the file, under the template's own headers."""
    labels = {field.name: field.label for field in FIELDS}
    for one in respondents:
        values = {
            "respondent": one.respondent,
            "body_type": str(one.body_type),
            "region": one.region,
            "answer": one.answer or "",
            "reported": " ; ".join(one.reported),
            "remark": one.remark,
            "themes": " ; ".join(one.themes),
            "wave": WAVE,
        }
        yield {labels[name]: value for name, value in values.items()}


def write_survey(reference: Path, folder: Path) -> None:
    """Writes `survey.csv` into the folder."""
    rows = list(survey_rows(generate_survey(reference)))
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / FILE_NAME).open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), delimiter=";", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
