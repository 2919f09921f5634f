"""What the product stands on: the licences of what it installs, one version of all that this needs."""

import re
import tomllib
from email.message import Message
from importlib.metadata import Distribution, distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
PRODUCT, EVERYTHING = "requirements.txt", "requirements-dev.txt"

PERMISSIVE = {
    "0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "MIT", "MIT-0", "MIT-CMU", "PSF-2.0", "Zlib",
    "3-Clause BSD License", "Apache License 2.0", "Apache Software License", "BSD License", "ISC License (ISCL)", "MIT License",
    "Python Software Foundation License",
}  # fmt: skip
"""As expressions of SPDX say them, then as classifiers and free fields do. What isn't here is refused, unknown or copyleft."""

DECIDED = {
    # Weak copyleft, file by file: a list of certificate authorities that we neither change nor copy.
    "certifi": "Mozilla Public License 2.0 (MPL 2.0)",
}
"""The other licences that one package may have, each with its reason: docs/adr/0006."""


def licence(metadata: Message) -> str:
    """The expression if there is one, else all the classifiers, else the free field; empty when nothing is said."""
    classifiers = [line for line in metadata.get_all("Classifier", []) if line.startswith("License :: ")]
    names = " AND ".join(line.rsplit(" :: ", 1)[1] for line in classifiers)
    return metadata["License-Expression"] or names or metadata["License"] or ""


def is_permissive(expression: str) -> bool:
    if "(" in expression:  # grouped alternatives are not worked out: such a package is decided by hand
        return expression in PERMISSIVE
    return any(PERMISSIVE.issuperset(choice.split(" AND ")) for choice in expression.split(" OR "))


def wanted_by(file: str) -> list[Requirement]:
    """The requirements of a file, of those it includes and of our own package with the extras named."""
    wanted = []
    for line in (ROOT / file).read_text(encoding="utf-8").splitlines():
        if line.startswith("-r "):
            wanted += wanted_by(line.removeprefix("-r "))
        elif line.startswith("-e ."):
            extras = re.findall(r"\w+", line.removeprefix("-e ."))
            named = [PROJECT["optional-dependencies"][extra] for extra in extras]
            wanted += [Requirement(text) for texts in (PROJECT.get("dependencies", []), *named) for text in texts]
        elif line and not line.startswith("#"):
            wanted.append(Requirement(line))
    return wanted


def installed_for(file: str) -> dict[str, Distribution]:
    """Every distribution that a requirements file leads to on this machine, by normalised name."""
    found: dict[str, Distribution] = {}
    followed: set[tuple[str, str]] = set()
    waiting = wanted_by(file)
    while waiting:
        wanted = waiting.pop()
        name = canonicalize_name(wanted.name)
        found.setdefault(name, distribution(wanted.name))
        for extra in {"", *wanted.extras}:
            if (name, extra) not in followed:
                followed.add((name, extra))
                needs = [Requirement(text) for text in found[name].requires or []]
                waiting += [need for need in needs if need.marker is None or need.marker.evaluate({"extra": extra})]
    return found


def test_the_product_installs_no_copyleft_package():
    licences = {name: licence(package.metadata) for name, package in installed_for(PRODUCT).items()}
    assert len(licences) > len(wanted_by(PRODUCT))
    assert {
        name: said for name, said in licences.items() if not is_permissive(said) and DECIDED.get(name) != said
    } == {}
    assert DECIDED.items() <= licences.items()


def test_the_driver_of_postgresql_is_left_to_those_who_want_it():
    assert {"psycopg", "psycopg-binary"} <= installed_for(EVERYTHING).keys() - installed_for(PRODUCT).keys()


@pytest.mark.parametrize(
    ("said", "fine"),
    [
        ("MIT", True), ("MIT AND PSF-2.0", True), ("Apache-2.0 OR BSD-2-Clause", True), ("MIT OR GPL-2.0-only", True),
        ("ISC License (ISCL)", True), ("", False), ("UNKNOWN", False), ("GPL-3.0-or-later", False), ("LGPL-3.0-only", False),
        ("AGPL-3.0-only", False), ("MPL-2.0", False), ("MIT AND GPL-2.0-only", False), ("MIT License AND GNU General Public License (GPL)", False),
        ("GPL-2.0-only AND (MIT OR BSD-3-Clause OR Zlib)", False), ("GPL-3.0-or-later WITH GCC-exception-3.1", False),
    ],
)  # fmt: skip
def test_only_known_permissive_licences_pass(said, fine):
    assert is_permissive(said) is fine


def test_the_expression_comes_before_the_classifiers_and_they_before_the_free_field():
    metadata = Message()
    assert licence(metadata) == ""
    metadata["License"] = "MIT"
    assert licence(metadata) == "MIT"
    metadata["Classifier"] = "Programming Language :: Python"
    metadata["Classifier"] = "License :: OSI Approved :: Apache Software License"
    metadata["Classifier"] = "License :: OSI Approved :: GNU General Public License (GPL)"
    assert licence(metadata) == "Apache Software License AND GNU General Public License (GPL)"
    metadata["License-Expression"] = "GPL-3.0-or-later"
    assert licence(metadata) == "GPL-3.0-or-later"


def test_one_version_of_every_package_is_written_down():
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pinned = [line for line in lines if not line.startswith("#")]
    assert [line for line in pinned if not re.fullmatch(r"[A-Za-z0-9._-]+==[0-9][0-9A-Za-z.+]*", line)] == []
    assert pinned == sorted(pinned, key=str.upper)
    versions = {canonicalize_name(name): version for name, version in (line.split("==") for line in pinned)}
    assert len(versions) == len(pinned)
    installed = installed_for(EVERYTHING)
    assert installed.keys() - versions.keys() == set()
    assert {name: package.version for name, package in installed.items() if package.version != versions[name]} == {}
    asked = {canonicalize_name(wanted.name): str(wanted.specifier) for wanted in wanted_by(EVERYTHING)}
    assert asked == {name: f"=={versions[name]}" for name in asked}
