"""Parts of the pages of the note of 2019: its tables, its operations, its figures beside the recomputed ones."""
