-- The agreements that a list says of days after its own.
select count(*), max(first_agreement_date)
from parsed
where first_agreement_date > $day
