"""Who is called what outside the data manager's hands: « Évaluateur 1 », « Arbitre 1 », « Gestionnaire »."""

from collections.abc import Iterable

from dashboard.reviews.model import Arbitration, Campaign


class Names:
    """Gives a person's name back, or stands a role and a number in its place."""

    def __init__(self, campaign: Campaign, arbitrations: Iterable[Arbitration], *, anonymised: bool) -> None:
        self._anonymised = anonymised
        self._known = {name: f"Évaluateur {rank}" for rank, name in enumerate(campaign.reviewers, 1)}
        for arbitration in arbitrations:
            arbiters = sum(alias.startswith("Arbitre") for alias in self._known.values())
            self._known.setdefault(arbitration.arbiter, f"Arbitre {arbiters + 1}")

    def of(self, person: str) -> str:
        """The name to print."""
        return self._known.get(person, "Gestionnaire") if self._anonymised else person
