-- Rows that are not programmed are read and left aside, before duplicates are looked for.
update judged
set aside = coalesce(aside, unprogrammed.reason), enters = false
from unprogrammed
where unprogrammed.line = judged.line
