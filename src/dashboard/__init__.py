"""Socially innovative operations financed by the European Social Fund: from the extract to the committee's figures."""
