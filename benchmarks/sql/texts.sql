-- One pass of one regular expression over every text: the least that an identification can do.
select count(*)
from operation
where regexp_matches(search_text, $pattern)
