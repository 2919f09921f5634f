"""Parts of the pages « Repères »: what is to know around the figures."""
