"""The history of the schema. A revision is never edited once released: it says what the tables were then."""
