"""Charts as plotly's own objects: building them checks that plotly.js will know every part of the description.

Pages send the description itself: what plotly would write differs by nothing but the template, whose « none » it spells out.
"""

import json
from collections.abc import Callable
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import plotly.io as pio

from dashboard.warehouse.query import records


def drawn(function: Callable[..., Any], *, rows: bool = False) -> Callable[..., go.Figure]:
    """The function, its description built by plotly. With `rows`, frames are given to it as plain rows."""

    def build(*arguments: Any, **named: Any) -> go.Figure:
        given = [records(item) if rows and isinstance(item, pd.DataFrame) else item for item in arguments]
        description = function(*given, **named)
        figure = go.Figure(description)
        assert _sent(figure.to_dict()) == _sent(description)
        return figure

    return build


def _sent(description: dict[str, Any]) -> Any:
    layout = {name: value for name, value in description["layout"].items() if name != "template" and value != []}
    return json.loads(pio.to_json({**description, "layout": layout}, validate=False))
