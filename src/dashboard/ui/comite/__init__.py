"""Parts of the pages of the comité de suivi: its screen and its documents."""
