"""Charts and maps as pictures, drawn by matplotlib: PNG for documents, SVG for a screen."""

from dashboard.charts.pictures.bars import chart_picture
from dashboard.charts.pictures.maps import map_picture
from dashboard.charts.pictures.sheet import FONTS, Sheet, drawable

__all__ = ["FONTS", "Sheet", "chart_picture", "drawable", "map_picture"]
