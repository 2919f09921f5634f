"""Ratios within one run: the import, the indicators and the pages beside the least that could do the same work."""
