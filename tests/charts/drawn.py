"""Charts as plotly's own objects: building them checks that plotly.js will know every part of the description."""

from collections.abc import Callable
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.warehouse.query import records


def drawn(function: Callable[..., Any], *, rows: bool = False) -> Callable[..., go.Figure]:
    """The function, its description built by plotly. With `rows`, frames are given to it as plain rows."""

    def build(*arguments: Any, **named: Any) -> go.Figure:
        given = [records(item) if rows and isinstance(item, pd.DataFrame) else item for item in arguments]
        return go.Figure(function(*given, **named))

    return build
