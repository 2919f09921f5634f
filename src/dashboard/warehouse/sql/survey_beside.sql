-- What the structures of a value say, beside the operations of one axis that the bodies of the same value manage.
with {survey_selection},

said as (
    select {dimension} as value, count(*) as respondents, count(answer) as base, count(*) filter (answer = 'oui') as yes
    from selection
    group by {dimension}
),

managed as (
    select {dimension} as value, count(*) as operations, count(*) filter (retained) as retained, bool_or(import_id in (select import_id from active_import where demonstration)) as synthetic
    from operation
    where
        not technical_assistance
        and period = $period
        and programme = $programme
        and priority_axis = $axis
        and ($regions is null or list_contains($regions, region) or list_has_any(regions, $regions))
        and ($regions_2016 is null or list_contains($regions_2016, region_2016) or list_has_any(regions_2016, $regions_2016))
        and ($managing_body_types is null or list_contains($managing_body_types, managing_body_type))
    group by {dimension}
)

select
    said.value,
    said.respondents,
    said.base,
    said.yes,
    coalesce(managed.operations, 0) as operations,
    coalesce(managed.retained, 0) as retained,
    coalesce(managed.synthetic, false) as synthetic_operations
from said
left join managed on managed.value = said.value
