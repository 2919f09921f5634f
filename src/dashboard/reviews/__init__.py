"""Campaigns, reviews, arbitrations: what people typed, kept append-only; agreement and stability of the scores.

Works without Streamlit. Functions take the engine that `store.open_engine` gives, then the campaign's id.
"""
