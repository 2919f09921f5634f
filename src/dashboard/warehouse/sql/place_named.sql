-- The place that a spelling names, as the filter $field holds it, whether or not any operation stands there.
select any_value(case $field when 'regions' then region when 'regions_2016' then region_2016 end) as place
from region_alias
where alias = normalise($spelling)
having place is not null
union all
select any_value(code)
from department_spelling
where $field = 'departments' and spelling = ltrim(replace(normalise($spelling), ' ', ''), '0')
having count(distinct code) = 1
