-- The territories of a level that the filters on places keep, in part or as a whole.
with known as (
    select 'region' as level, cog as code, region, region_2016, department_reference.code as department
    from region_reference
    left join department_reference using (region, region_2016)
    where kind <> 'national'
    union all
    select 'region_2016', region_2016_cog, region, region_2016, department_reference.code
    from region_reference
    left join department_reference using (region, region_2016)
    where kind <> 'national'
    union all
    select 'department', code, region, region_2016, code
    from department_reference
)

select distinct code
from known
where
    level = $level
    and ($regions is null or list_contains($regions, region))
    and ($regions_2016 is null or list_contains($regions_2016, region_2016))
    and ($departments is null or list_contains($departments, department))
order by code
