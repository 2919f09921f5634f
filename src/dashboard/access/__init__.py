"""Who may come in and do what: roles, addresses, logins and their revocation. No Streamlit here: routes and screens both use it."""
