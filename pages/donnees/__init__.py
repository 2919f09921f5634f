"""Page scripts: filters, query, render. Streamlit runs them; nothing imports them."""
