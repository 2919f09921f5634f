"""Standard library only: the words, the filters and the typography."""
