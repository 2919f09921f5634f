"""The main script: page configuration, access, navigation, the shared filters, then the page."""

from pathlib import Path

import streamlit as st

from dashboard.ingest.errors import IngestError
from dashboard.reviews.errors import ReviewsError
from dashboard.ui.access import NAME, account, leave, require_entry
from dashboard.ui.data import known_periods, open_warehouse
from dashboard.ui.filters import chosen_period
from dashboard.ui.markdown import literal
from dashboard.ui.navigation import entry_at, pages
from dashboard.ui.other_period import say_other_period
from dashboard.ui.page import apply_chrome, draw_frame
from dashboard.ui.page_memory import begin_page
from dashboard.ui.served import served
from dashboard.ui.uploads import begin_run
from dashboard.warehouse.state import StateError

ICON = Path(__file__).parents[3] / "data" / "icon.png"

st.set_page_config(page_title=NAME, layout="wide")
apply_chrome()
try:
    require_entry()
    # The icon is a file like the others: only people who are let in get it.
    st.set_page_config(page_icon=ICON)
    warehouse = open_warehouse()
    page = st.navigation(pages(chosen_period(known_periods())), position="top")
    begin_run(page.url_path)
    begin_page(page.url_path)
    entry = entry_at(page.url_path)
    with served(entry.address, account()):
        draw_frame(warehouse, entry)
        say_other_period(entry)
        page.run()
except (IngestError, ReviewsError, StateError) as error:
    # Each carries the sentence of what happened: a full disk, a database that doesn't answer, a file that is gone.
    st.error(literal(error), icon=":material/error:")
finally:
    leave()
