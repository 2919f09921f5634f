-- How the place of each operation was found: its region, then its département.
with {selection},

sources as (
    select 'region' as level, case when region_reference.kind = 'national' then 'national' else location_source end as source, counted
    from selection
    left join region_reference on region_reference.region = selection.region and region_reference.kind = 'national'
    union all
    select 'department', case when region_reference.kind = 'national' then 'national' else department_source end, counted
    from selection
    left join region_reference on region_reference.region = selection.region and region_reference.kind = 'national'
)

select level, source, count(*) filter (counted) as operations, count(*) as programme_operations
from sources
group by level, source
