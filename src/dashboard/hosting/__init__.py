"""What stands around Streamlit: start-up, middleware, routes."""
