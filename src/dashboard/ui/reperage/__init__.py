"""Parts of the page Repérage: the workshop of the lexicon, the audit of recall."""
