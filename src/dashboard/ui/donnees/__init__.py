"""Parts of the pages of the data: imports, concordance, personal data, accessibility."""
