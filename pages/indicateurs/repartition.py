"""Répartition: one card per dimension."""

from dashboard.domain.periods import FORMER
from dashboard.ui.data import current_selection
from dashboard.ui.indicateurs.dimensions import draw_dimensions
from dashboard.ui.page import page_title
from dashboard.warehouse.indicators import Dimension

FORMER_DIMENSIONS = (
    Dimension.PRIORITY_AXIS,
    Dimension.MANAGING_BODY_TYPE,
    Dimension.CATEGORY,
    Dimension.REGION,
    Dimension.SPECIFIC_OBJECTIVE,
    Dimension.REGION_2016,
    Dimension.BENEFICIARY_TYPE,
    Dimension.RECIPIENT_TYPE,
)
LATER_DIMENSIONS = (
    Dimension.PRIORITY_AXIS,
    Dimension.PROGRAMME,
    Dimension.SPECIFIC_OBJECTIVE,
    Dimension.REGION_2016,
    Dimension.INTERVENTION_TYPE,
    Dimension.CATEGORY,
    Dimension.MANAGING_BODY_TYPE,
    Dimension.BENEFICIARY_TYPE,
    Dimension.RECIPIENT_TYPE,
)
EACH_NUMBER = "Chaque nombre d'opérations ouvre la liste de ces opérations."

if current_selection().period == FORMER:
    line = page_title("Répartition", f"Une vague à côté de l'autre. {EACH_NUMBER}")
    draw_dimensions(FORMER_DIMENSIONS, line)
else:
    line = page_title(
        "Répartition", f"Une dimension par carte, les années de convention dans chaque tableau. {EACH_NUMBER}"
    )
    draw_dimensions(LATER_DIMENSIONS, line)
