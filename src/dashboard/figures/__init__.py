"""Rows → Figure: one builder per figure, that the pages, the documents and the terminal share."""
