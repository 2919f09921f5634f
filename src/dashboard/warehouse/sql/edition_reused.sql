-- How many numbers are those of two operations: neither the title nor the beneficiary is the same.
select count(*) as operations
from edition_pair
where
    presence = 'commune'
    and normalise(earlier.title) <> normalise(later.title)
    and normalise(earlier.beneficiary) <> normalise(later.beneficiary)
