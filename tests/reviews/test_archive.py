import csv
import hashlib
import io
import json
import shutil
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from dashboard.reviews.agreement import agreement
from dashboard.reviews.archive import export_campaign, import_campaign
from dashboard.reviews.campaigns import freeze, get_campaign, get_operations, list_campaigns
from dashboard.reviews.deciding import arbitrate, decisions
from dashboard.reviews.errors import ArchiveError, FrozenCampaign, NotFrozen
from dashboard.reviews.model import Campaign
from dashboard.reviews.reviewing import save_draft, submit
from dashboard.reviews.scores import answers
from dashboard.reviews.store import open_store
from dashboard.reviews.trace import remark, trace
from tests.bombs import lying
from tests.reviews.conftest import CreateCampaign
from tests.reviews.test_reviewing import accept

Members = dict[str, bytes]


def play(engine: Engine, campaign: Campaign) -> None:
    save_draft(engine, campaign.id, "D1", "Alice", answers={"intensite": 1})
    accept(engine, campaign, "D1", "Alice", comment='=1+1; "cité"\r\nsuite\rfin\n')
    accept(engine, campaign, "D1", "Bob", answers={"intensite": 3, "retombees": 1})
    accept(engine, campaign, "D2", "Alice", answers={"intensite": 0})
    accept(engine, campaign, "D2", "Bob", answers={"intensite": 3}, verdict="non")
    arbitrate(engine, campaign.id, "D2", "Chloé", retained=False, reason="Rien de neuf ici 😀.")
    remark(engine, campaign.id, "Chloé", "Relu en comité.", num_dossier="D2")
    freeze(engine, campaign.id, by="Gérard", allow_pending=True)


@pytest.fixture
def frozen(engine: Engine, create: CreateCampaign) -> Campaign:
    campaign = create(description="Une campagne d'essai")
    play(engine, campaign)
    return get_campaign(engine, campaign.id)


@pytest.fixture
def elsewhere(migrated_sqlite: Path, tmp_path: Path) -> Iterator[Engine]:
    opened = open_store(shutil.copy(migrated_sqlite, tmp_path / "ailleurs.sqlite"))
    yield opened
    opened.dispose()


def unpack(archive: bytes) -> Members:
    with zipfile.ZipFile(io.BytesIO(archive)) as file:
        return {name: file.read(name) for name in file.namelist()}


def pack(members: Members, compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as file:
        for name, content in members.items():
            file.writestr(name, content)
    return buffer.getvalue()


def test_an_archive_gives_the_same_campaign_back(engine: Engine, frozen: Campaign, elsewhere: Engine) -> None:
    archive = export_campaign(engine, frozen.id)
    assert export_campaign(engine, frozen.id) == archive
    assert import_campaign(elsewhere, archive) == frozen
    pd.testing.assert_frame_equal(decisions(elsewhere, frozen.id), decisions(engine, frozen.id))
    pd.testing.assert_frame_equal(answers(elsewhere, frozen.id), answers(engine, frozen.id))
    assert agreement(frozen.grid, answers(elsewhere, frozen.id)) == agreement(frozen.grid, answers(engine, frozen.id))
    assert get_operations(elsewhere, frozen.id) == get_operations(engine, frozen.id)
    assert trace(elsewhere, frozen.id, "D2") == trace(engine, frozen.id, "D2")
    assert export_campaign(elsewhere, frozen.id) == archive
    with pytest.raises(FrozenCampaign):
        submit(elsewhere, frozen.id, "D3", "Alice", answers={}, verdict="non")


def test_the_same_archive_twice_changes_nothing(engine: Engine, frozen: Campaign) -> None:
    archive = export_campaign(engine, frozen.id)
    assert import_campaign(engine, archive) == frozen
    assert import_campaign(engine, pack(unpack(archive))) == frozen
    assert len(list_campaigns(engine)) == 1


def test_an_archive_is_readable_by_other_means(engine: Engine, frozen: Campaign) -> None:
    members = unpack(export_campaign(engine, frozen.id))
    assert members["grille.toml"].decode() == frozen.grid.text
    assert members["lexique.csv"].decode() == frozen.lexicon_text
    manifest = json.loads(members["manifeste.json"])
    assert manifest["sha256"] == {
        name: hashlib.sha256(content).hexdigest() for name, content in members.items() if name != "manifeste.json"
    }
    rows = list(csv.DictReader(io.StringIO(members["decisions.csv"].decode(), newline=""), delimiter=";"))
    assert [(row["num_dossier"], row["retained"], row["category"]) for row in rows] == [
        ("D1", "1", "Démarches"),
        ("D2", "0", ""),
    ]


def test_names_leave_an_anonymised_archive(engine: Engine, frozen: Campaign, elsewhere: Engine) -> None:
    archive = export_campaign(engine, frozen.id, anonymised=True)
    text = b"\n".join(unpack(archive).values()).decode()
    assert [name for name in ("Alice", "Bob", "Chloé", "Gérard") if name in text] == []
    again = import_campaign(elsewhere, archive)
    assert again.reviewers == ("Évaluateur 1", "Évaluateur 2")
    assert (again.created_by, again.frozen_by) == ("Gestionnaire", "Gestionnaire")
    pd.testing.assert_frame_equal(decisions(elsewhere, frozen.id), decisions(engine, frozen.id, anonymised=True))
    with pytest.raises(ArchiveError, match="existe déjà ici avec un autre contenu"):
        import_campaign(engine, archive)


def test_an_open_campaign_is_not_exported(engine: Engine, campaign: Campaign) -> None:
    with pytest.raises(NotFrozen, match="figez-la"):
        export_campaign(engine, campaign.id)


def _resealed(members: Members, name: str, change: Callable[[bytes], bytes]) -> Members:
    """A member changed by someone who also rewrote the manifest."""
    changed = {**members, name: change(members[name])}
    manifest = json.loads(changed["manifeste.json"])
    manifest["sha256"][name] = hashlib.sha256(changed[name]).hexdigest()
    manifest.pop("empreinte")
    seal = json.dumps(manifest, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    manifest["empreinte"] = hashlib.sha256(seal.encode()).hexdigest()
    return {**changed, "manifeste.json": json.dumps(manifest).encode()}


TAMPERED: dict[str, tuple[Callable[[Members], Members], str]] = {
    "decision": (lambda m: {**m, "decisions.csv": m["decisions.csv"].replace(b'"1"', b'"0"')}, "decisions.csv.* n'est plus"),
    "grid": (lambda m: {**m, "grille.toml": m["grille.toml"] + b"#"}, "grille.toml.* n'est plus le même"),
    "left out": (lambda m: {k: v for k, v in m.items() if k != "arbitrages.csv"}, "arbitrages.csv.* manque"),
    "added": (lambda m: {**m, "autre.txt": b""}, "n'y était pas"),
    "manifest": (lambda m: {**m, "manifeste.json": m["manifeste.json"].replace(b"/1", b"/2")}, "manifeste.json"),
    "no manifest": (lambda m: {k: v for k, v in m.items() if k != "manifeste.json"}, "pas de manifeste"),
    "manifest is a list": (lambda m: {**m, "manifeste.json": b"[]"}, "manifeste.json.* illisible"),
    "grid, resealed": (lambda m: _resealed(m, "grille.toml", lambda c: c.replace(b"Aucun besoin", b"Nul besoin")), "n'est pas la grille"),
    "verdict, resealed": (lambda m: _resealed(m, "evaluations.csv", lambda c: c.replace(b'"non"', b'"oui"')), "se contredisent"),
    "operation, resealed": (lambda m: _resealed(m, "evenements.csv", lambda c: c.replace(b'"D2"', b'"D7"')), "se contredisent"),
    "columns, resealed": (lambda m: _resealed(m, "gel.csv", lambda c: c.replace(b"pending", b"reste")), "gel.csv.* colonnes"),
    "number, resealed": (lambda m: _resealed(m, "gel.csv", lambda c: c.replace(b'"1"', b'"un"')), "gel.csv.* illisible"),
    "open, resealed": (lambda m: _resealed(m, "gel.csv", lambda c: c.split(b"\n")[0] + b"\n"), "pas figée"),
    "rule, resealed": (lambda m: _resealed(m, "campagne.json", lambda c: c.replace(b"reviews_needed", b"n")), "campagne.json.* illisible"),
}  # fmt: skip


@pytest.mark.parametrize("name", TAMPERED)
def test_a_changed_archive_is_refused_and_nothing_is_written(
    engine: Engine, frozen: Campaign, elsewhere: Engine, name: str
) -> None:
    change, message = TAMPERED[name]
    members = unpack(export_campaign(engine, frozen.id))
    changed = change(members)
    assert changed != members
    with pytest.raises(ArchiveError, match=message):
        import_campaign(elsewhere, pack(changed))
    assert list_campaigns(elsewhere) == []


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"bonjour", b"PK\x05\x06" + b"\0" * 18], ids=range(4))
def test_what_is_not_an_archive_is_refused(elsewhere: Engine, content: bytes) -> None:
    with pytest.raises(ArchiveError, match="pas une archive de campagne"):
        import_campaign(elsewhere, content)


def _heavy(members: Members, name: str, content: bytes) -> bytes:
    return pack(_resealed(members, name, lambda _: content))


BOMBS: dict[str, tuple[Callable[[Members], bytes], str]] = {
    "zeros": (lambda m: pack({**m, "operations.csv": bytes(40_000_000)}), "occuperait 40,\\d\u202fMo une fois décompressé"),
    "ratio": (lambda m: pack({**m, "operations.csv": bytes(20_000_000)}), "fois sa taille"),
    "heavy": (lambda _: bytes(33_000_000), "pèse 33,0\u202fMo"),
    "members": (lambda m: pack(m | {f"{rank}.txt": b"" for rank in range(100)}), "contient 112 éléments"),
    "manifest": (lambda m: pack({**m, "manifeste.json": b"[" * 1_000_001}), "manifeste démesurés"),
    "lines": (lambda m: _heavy(m, "evaluateurs.csv", b"a;1\n" * 500_001), "compte 500\u202f0\\d\\d lignes"),
    "returns": (lambda m: _heavy(m, "evaluateurs.csv", b"a;1\r" * 500_001), "compte 500\u202f0\\d\\d lignes"),
    "lies": (lambda m: lying(pack({**m, "operations.csv": bytes(9_000_000)}), "operations.csv", 10), "pas une archive"),
    "deep": (lambda m: pack({**m, "manifeste.json": b"[" * 900_000}), "manifeste.json.* illisible"),
}  # fmt: skip


@pytest.mark.parametrize("location", ["sqlite"], indirect=True)
@pytest.mark.parametrize("name", BOMBS)
def test_an_archive_that_would_fill_the_memory_is_refused_and_nothing_is_written(
    engine: Engine, frozen: Campaign, elsewhere: Engine, name: str
) -> None:
    bomb, said = BOMBS[name]
    archive = bomb(unpack(export_campaign(engine, frozen.id)))
    with pytest.raises(ArchiveError, match=said) as refused:
        import_campaign(elsewhere, archive)
    assert str(refused.value).endswith(".")
    assert list_campaigns(elsewhere) == []


@pytest.mark.parametrize("location", ["sqlite"], indirect=True)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_flipped_byte_never_changes_the_result(
    engine: Engine, frozen: Campaign, elsewhere: Engine, data: st.DataObject
) -> None:
    archive = export_campaign(engine, frozen.id)
    position = data.draw(st.integers(0, len(archive) - 1))
    changed = bytearray(archive)
    changed[position] ^= data.draw(st.integers(1, 255))
    try:
        assert import_campaign(elsewhere, bytes(changed)) == frozen
    except ArchiveError:
        return
    assert export_campaign(elsewhere, frozen.id) == archive
