"""Parts of the pages of the indicators: the key figures, the tables of the note, the list and the sheet of an operation."""
