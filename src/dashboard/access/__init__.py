"""Who may come in and do what: roles, addresses, logins and their revocation; a whole installation in one file.

No Streamlit here: routes, screens and the terminal use it.
"""
