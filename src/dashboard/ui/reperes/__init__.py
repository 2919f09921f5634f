"""Parts of the pages « Repères »: what the note says around its figures."""
