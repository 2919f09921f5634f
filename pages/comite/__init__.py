"""Pages of the comité de suivi: its screen and its documents."""
