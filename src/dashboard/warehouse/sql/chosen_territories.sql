-- The territories of a level that a filter on former or present regions keeps, in part or as a whole.
with known as (
    select 'region' as level, cog as code, region, region_2016
    from region_reference
    where kind <> 'national'
    union all
    select 'region_2016', region_2016_cog, region, region_2016
    from region_reference
    where kind <> 'national'
    union all
    select 'department', code, region, region_2016
    from department_reference
)

select distinct code
from known
where
    level = $level
    and ($regions is null or list_contains($regions, region))
    and ($regions_2016 is null or list_contains($regions_2016, region_2016))
order by code
