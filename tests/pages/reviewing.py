"""What a reviewer does on the pages, in words that the tests share."""

from typing import Any

from streamlit.testing.v1 import AppTest

from dashboard.domain.grid import Answer
from dashboard.reviews.model import Verdict
from dashboard.reviews.store import default_location, open_store
from dashboard.warehouse.state import State
from tests.pages.conftest import Opened, run
from tests.pages.declared import page_path

CAMPAIGNS = page_path("evaluation/campagnes.py")
REVIEW = page_path("evaluation/evaluer.py")
ARBITRATION = page_path("evaluation/arbitrage.py")
OPEN = "demonstration-ouverte"
FROZEN = "demonstration-2019"
SECOND_READING = "demonstration-lecture"


def engine_of(state: State) -> Any:
    return open_store(default_location(state.root))


def declared(app: AppTest, name: str) -> AppTest:
    """The page once a name is declared."""
    app.text_input(key="nom-declare").input(name)
    return press(app, "Continuer")


def desk(opened: Opened, state: State, name: str, page: str = REVIEW, campaign: str = OPEN, **query: str) -> AppTest:
    """A page of a new visitor who has declared a name."""
    return declared(opened(state, page, campagne=campaign, **query), name)


def press(app: AppTest, label: str) -> AppTest:
    [button] = [button for button in app.button if button.label == label]
    assert not button.disabled, label
    button.click()
    return run(app)


def field(app: AppTest, part: str) -> Any:
    """A widget of the form at hand, by the question or the part that it holds."""
    found = [
        widget
        for kind in (app.radio, app.text_area, app.selectbox)
        for widget in kind
        if str(widget.key).startswith("evaluation-") and str(widget.key).endswith(f"-{part}")
    ]
    assert len(found) == 1, (part, found)
    return found[0]


def answer(app: AppTest, part: str, value: Answer | Verdict) -> AppTest:
    field(app, part).set_value(value)
    return run(app)


def at_hand(app: AppTest) -> str:
    """The number of the operation at hand."""
    return str(app.selectbox(key="file-operation").value)


def review(
    app: AppTest, verdict: Verdict, *, comment: str = "", level: int = 1, category: int | None = None
) -> AppTest:
    """Fills the form at hand and submits it."""
    answer(app, "besoin_identifie", level)
    answer(app, "avis", verdict)
    if category is not None:
        chosen = field(app, "categorie")
        chosen.set_value(chosen.options[category])
        run(app)
    if comment:
        answer(app, "commentaire", comment)
    return press(app, "Soumettre")
