"""Everything that people change through the pages: who may, where, and what leads up to the click."""

import re
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from dashboard.domain.acts import Act
from dashboard.reviews.tables import AUDIT
from tests.hosting.session import Browser, Tab

MANAGER, REVIEWER, ARBITER = "gestionnaire", "evaluatrice", "arbitre"
OPEN = "campagne=demonstration-ouverte"
EXTRACT = "Projet mené;Budget;Part européenne\nAtelier fictif;1000;500\n".encode()

HARMLESS = frozenset(
    {"Effacer les réponses", "Voir les signaux", "Se connecter", "Se déconnecter", "Réinitialiser", "Poids de la grille", "Monter", "Descendre", "Précédente", "Suivante",
     "Figer définitivement", "Retirer cette campagne", "Plein écran", "Quitter", "Préparer le dossier complet", "Préparer le diaporama", "Préparer la section de rapport",
     "Préparer le classeur", "Archive complète", "Rapport avec les noms", "Ajouter une période", "Voir ce qui changerait",
     "La sélection actuelle, fixée comme référence", "France entière, les autres filtres gardés", "Toute la programmation, sans filtre",
     "Inverser les deux sélections", "Ne plus comparer", "Préparer le PDF", "Préparer la page", "Écrire le texte",
     "Préparer le fichier CSV", "Annoter", "Annuler", "Garder cette vue", "Garder ce jeu", "Épingler", "Désépingler", "Passer à la programmation 2021-2027", "Passer à la programmation 2014-2020"}
)  # fmt: skip
"""Buttons that change nothing that is kept, or only what anybody keeps for themselves."""


def harmless(label: str) -> bool:
    """Whether it is one of them, or an operation that « Essayer la grille » proposes."""
    return label in HARMLESS or label.startswith(("Retenue · ", "Repérée · "))


@dataclass(frozen=True)
class Action:
    """One change. `lead` sets the widgets of the page and gives what the click sends; nothing where a widget is the change."""

    label: str
    page: str
    lead: Callable[[Tab, Browser], Sequence[str]]
    may: tuple[str, ...] = (MANAGER,)
    query: str = ""
    leaves: Act | None = None
    """What the journal holds of it."""


def pressing(label: str, **values: str | bool | Sequence[str]) -> Callable[[Tab, Browser], Sequence[str]]:
    """Fills the page, then presses the button whose label begins so."""

    def lead(tab: Tab, _browser: Browser) -> Sequence[str]:
        for name, value in values.items():
            tab.put(name.replace("_", "-"), value)
        return [button(tab.run(), label)]

    return lead


def button(tab: Tab, label: str) -> str:
    """The button whose label begins so."""
    [found] = [name for text, name in tab.buttons().items() if re.match(label, text)]
    return found


def put_all(tab: Tab, values: dict[str, str]) -> Tab:
    for name, value in values.items():
        tab.put(name, value)
    return tab.run()


def import_file(tab: Tab, browser: Browser) -> Sequence[str]:
    tab.attach(browser, "fichier", "projets.csv", EXTRACT).run()
    wanted = {"title": "Projet mené", "total_cost": "Budget", "eu_amount": "Part européenne"}
    put_all(tab, {f"associer-{field}": header for field, header in wanted.items()} | {"vague-import": "2019"})
    return [button(tab, "Importer")]


def history(label: str, choice: str, words: str) -> Callable[[Tab, Browser], Sequence[str]]:
    """Opens the history, chooses what contains these words, presses."""

    def lead(tab: Tab, _browser: Browser) -> Sequence[str]:
        put_all(tab, {"onglet": "Historique"})
        if choice:
            put_all(tab, {choice: tab.option(choice, words)})
        return [button(tab, label)]

    return lead


def take_over(archive: Path) -> Callable[[Tab, Browser], Sequence[str]]:
    def lead(tab: Tab, browser: Browser) -> Sequence[str]:
        tab.attach(browser, "archive-campagne", archive.name, archive.read_bytes())
        return [button(tab.run(), "Reprendre cette campagne")]

    return lead


def purge(label: str) -> Callable[[Tab, Browser], Sequence[str]]:
    def lead(tab: Tab, _browser: Browser) -> Sequence[str]:
        return [button(tab.put("purge-certaine", True).run(), label)]

    return lead


def answer(tab: Tab, _browser: Browser) -> Sequence[str]:
    tab.put("Avis", "Non retenue")
    return []


def arbitrate(tab: Tab, _browser: Browser) -> Sequence[str]:
    put_all(tab, {"0-decision": "Non retenue", "0-motif": "Le besoin n'est pas établi."})
    return [button(tab, "Trancher")]


def add_need(tab: Tab, _browser: Browser) -> Sequence[str]:
    put_all(
        tab,
        {
            "Initiative": "Essai",
            "Nombre atteint": "3",
            "Unité (prêts par an, stages…)": "stages",
            "Besoin total": "12",
            "Source": "essai",
        },
    )
    return [button(tab, "Ajouter la ligne")]


def code(tab: Tab, _browser: Browser) -> Sequence[str]:
    name = "Thèmes de cette observation"
    [field] = [field for field in tab.of("multiselect") if field.label == name]
    return [button(tab.put(name, list(field.options)[:2]).run(), "Enregistrer les thèmes")]


def withdraw_new(tab: Tab, _browser: Browser) -> Sequence[str]:
    """The campaign opened a few actions before, which nobody answered."""
    put_all(tab, {"Campagne": tab.run().option("Campagne", "Essai")})
    tab.run(triggers=[button(tab, "Retirer cette campagne")])
    return [button(tab, "Oui, retirer")]


def freeze_open(tab: Tab, _browser: Browser) -> Sequence[str]:
    tab.put("figer-demonstration-ouverte", True).run()
    tab.run(triggers=[button(tab, "Figer définitivement")])
    return [button(tab, "Oui, figer")]


def change_lexicon(tab: Tab, _browser: Browser) -> Sequence[str]:
    put_all(tab, {"Mots à trouver, une expression par ligne": "introuvable"})
    put_all(tab, {"Pourquoi ce changement": "Un essai"})
    return [button(tab, "Garder cette version")]


def merge_labels(tab: Tab, _browser: Browser) -> Sequence[str]:
    name = "Libellés à réunir"
    [field] = [field for field in tab.run().of("multiselect") if field.label == name]
    return [button(tab.put(name, list(field.options)[:2]).run(), "Réunir")]


def separate_labels(tab: Tab, _browser: Browser) -> Sequence[str]:
    name = "Règle à retirer"
    return [button(tab.put(name, tab.run().option(name, "→")).run(), "Retirer")]


def set_periods(tab: Tab, _browser: Browser) -> Sequence[str]:
    """The demonstration's waves are given, and its campaigns know them: other dates change nothing for its operations."""
    tab.put("periode-2014-2020-0-2-libelle", "Deuxième vague").run()
    tab.run(triggers=[button(tab, "Voir ce qui changerait")])
    return [button(tab, "Publier ces périodes")]


def annotate(tab: Tab, _browser: Browser) -> Sequence[str]:
    tab.run(triggers=[button(tab.run(), "Annoter")])
    return [button(tab.put("Votre note", "Un essai").run(), "Ajouter la note")]


def actions(archive: Path) -> list[Action]:
    """In the order in which they can be done."""
    review = {"page": "evaluer", "may": (REVIEWER,), "query": OPEN}
    either = (REVIEWER, MANAGER)
    lexicon = "vue=Atelier+du+lexique"
    return [
        Action("Avis", lead=answer, **review),
        Action("Soumettre", lead=pressing("Soumettre", Avis="Non retenue"), **review),
        Action("Annuler l'envoi", lead=pressing("Annuler l'envoi"), **review),
        Action("Laisser cette opération", lead=pressing("Laisser cette opération"), **review),
        Action("Trancher", "arbitrage", arbitrate, (ARBITER,), OPEN),
        Action("Enregistrer les thèmes", "enquete", code, either, "volet=Coder+une+observation"),
        Action("Ajouter la ligne", "besoins-et-effets", add_need, either),
        Action("Retirer «\u202fEssai", "besoins-et-effets", pressing("Retirer «\u202fEssai"), either),
        Action("Ajouter la note", "repartition", annotate, (REVIEWER, ARBITER, MANAGER)),
        Action("Résolue", "repartition", pressing("Résolue"), either),
        Action("Garder cette version", "reperage", change_lexicon, query=lexicon),
        Action("Remettre en service", "reperage", pressing("Remettre en service"), query=lexicon),
        Action("Écrire le protocole", "reperage", pressing("Écrire le protocole"), query="vue=Audit+du+rappel"),
        Action("Envoyer dans la file", "reperage", pressing("Envoyer dans la file"), query="vue=Audit+du+rappel"),
        Action("Envoyer les", "a-lire-ensuite", pressing("Envoyer les")),
        Action(
            "Ouvrir la campagne",
            "campagnes",
            pressing("Ouvrir la campagne", campagne_nom="Essai", campagne_evaluateurs="a@exemple.test\nb@exemple.test"),
            query="vague=2019&region=Bretagne",
        ),
        Action(
            "Ajouter",
            "campagnes",
            lambda tab, _: [button(tab.put("Ajouter un évaluateur", "c@exemple.test").run(), "Ajouter")],
            query=OPEN,
        ),
        Action("Reprendre cette campagne", "campagnes", take_over(archive), leaves=Act.IMPORT),
        Action("Oui, retirer", "campagnes", withdraw_new, leaves=Act.FREEZE),
        Action("Oui, figer", "campagnes", freeze_open, query=OPEN, leaves=Act.FREEZE),
        Action("Publier les décisions", "campagnes", pressing("Publier les décisions"), query=OPEN, leaves=Act.IMPORT),
        Action("Réunir", "libelles", merge_labels, leaves=Act.PUBLICATION),
        Action("Retirer$", "libelles", separate_labels, leaves=Act.PUBLICATION),
        Action("Publier ces périodes", "periodes", set_periods, leaves=Act.PUBLICATION),
        Action(
            "Rétablir les périodes livrées",
            "periodes",
            pressing("Rétablir les périodes livrées"),
            leaves=Act.PUBLICATION,
        ),
        Action("Importer", "imports", import_file, leaves=Act.IMPORT),
        Action(r"Supprimer .*d'origine", "donnees-personnelles", purge(r"Supprimer .*d'origine"), leaves=Act.PURGE),
        Action(
            "Retirer cet import",
            "imports",
            history("Retirer cet import", "Rapport d'un import", "projets.csv"),
            leaves=Act.PUBLICATION,
        ),
        Action(
            "Reprendre cette publication",
            "imports",
            history("Reprendre cette publication", "Publication antérieure", "import"),
            leaves=Act.PUBLICATION,
        ),
        Action("Revenir au jeu de démonstration", "imports", history("Revenir au jeu", "", ""), leaves=Act.PUBLICATION),
        Action(
            r"Supprimer .*imports? inactifs?",
            "donnees-personnelles",
            purge(r"Supprimer .*imports? inactifs?"),
            leaves=Act.PURGE,
        ),
    ]


def snapshot(state: Path) -> dict[str, object]:
    """What an installation keeps: its files with their dates, how many rows each table of the reviews has."""
    passing = {"warehouse", "uploads", "lock"}
    found: dict[str, object] = {
        str(path.relative_to(state)): (path.stat().st_size, path.stat().st_mtime_ns)
        for path in state.rglob("*")
        if path.is_file()
        and path.relative_to(state).parts[0] not in passing
        and not path.name.startswith(("reviews.", ".pret"))
    }
    with sqlite3.connect(state / "reviews.sqlite") as connection:
        tables = [name for (name,) in connection.execute("select name from sqlite_master where type = 'table'")]
        for name in tables:
            # What it holds of a refusal isn't a change that the page made.
            if name == AUDIT.name:
                continue
            found[name] = connection.execute(f'select count(*) from "{name}"').fetchone()[0]
    connection.close()
    return found


def journal(state: Path, after: int = 0) -> list[tuple[int, str, str, str, str]]:
    """The rows of the journal that follow one: number, account, address, act, subject."""
    query = "select sequence, account, address, act, subject from audit_entry where sequence > ? order by sequence"
    with closing(sqlite3.connect(state / "reviews.sqlite")) as connection:
        return connection.execute(query, (after,)).fetchall()
