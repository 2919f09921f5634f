"""Which operations the words of the lexicon, the names of actors and the other sources lead to, with the evidence."""
