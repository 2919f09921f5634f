-- Whether each expression of a group is in the words: the group is looked for as a whole first.
case when regexp_matches(words, ${group}) then [{found}] else list_resize([]::boolean[], {size}, false) end
