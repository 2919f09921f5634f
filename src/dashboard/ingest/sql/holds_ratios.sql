-- Whether the first figures of the column are all ratios: nothing above 1.
select coalesce(bool_and(regexp_full_match(trim(raw_eu_amount), '0?[.,]\d+|[01]([.,]0+)?|.*%')), false)
from (select raw_eu_amount from mapped where not says_nothing(raw_eu_amount) limit 1000)
