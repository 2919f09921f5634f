-- The départements in the order of their codes: 2A and 2B stand where 20 did.
select code, name, region, region_2016
from department_reference
order by regexp_replace(code, '^2([AB])$', '20\1')
