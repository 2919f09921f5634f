"""Entry point: page configuration, access, navigation, the shared filters, then the page."""

import streamlit as st

from dashboard.ui.access import require_login
from dashboard.ui.data import open_warehouse
from dashboard.ui.frame import draw_frame
from dashboard.ui.navigation import pages
from dashboard.ui.page import apply_chrome

st.set_page_config(page_title="Innovation sociale et FSE", page_icon="data/icon.png", layout="wide")
apply_chrome()
require_login()
page = st.navigation(pages(), position="top")
draw_frame(open_warehouse())
page.run()
