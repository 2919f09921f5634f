"""Entry point: page configuration, access, navigation, the shared filters, then the page."""

import streamlit as st

from dashboard.ui.access import require_login
from dashboard.ui.data import open_warehouse
from dashboard.ui.frame import draw_frame
from dashboard.ui.navigation import PAGES
from dashboard.ui.page import apply_chrome

st.set_page_config(page_title="Innovation sociale et FSE", page_icon=":material/diversity_3:", layout="wide")
apply_chrome()
require_login()
page = st.navigation(PAGES, position="sidebar", expanded=True)
draw_frame(open_warehouse())
page.run()
