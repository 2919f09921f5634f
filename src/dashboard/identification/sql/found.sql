regexp_matches(words, ${pattern})
