"""The application: the main script, and around it what Streamlit alone doesn't do. Streamlit finds `app` by reading this text."""

import streamlit as st

from dashboard.hosting.middleware import MIDDLEWARE
from dashboard.hosting.routes import routes
from dashboard.hosting.startup import lifespan

app = st.App("src/dashboard/ui/main.py", lifespan=lifespan, routes=routes(), middleware=MIDDLEWARE)
