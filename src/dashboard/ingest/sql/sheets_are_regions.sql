-- Whether each name is that of a region, former or present.
select bool_and(alias.alias is not null)
from (select unnest($names) as name) as sheets
left join (select distinct alias from region_alias) as alias on alias.alias = normalise(sheets.name)
