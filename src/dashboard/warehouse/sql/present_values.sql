-- What each filter can be set to: the values of a period's operations.
with analysed as (
    from operation
    where not technical_assistance and period = $period
)

select
    coalesce(list(distinct wave), []) as waves,
    coalesce(list(distinct programme), []) as programmes,
    coalesce(list(distinct priority_axis) filter (priority_axis is not null), []) as axes,
    coalesce(list(distinct coalesce(investment_priority, 'Non renseigné')), []) as investment_priorities,
    coalesce(list(distinct coalesce(nullif(os_code, ''), 'Non renseigné')), []) as specific_objectives,
    coalesce(list(distinct region), []) as regions,
    coalesce(list(distinct region_2016), []) as regions_2016,
    coalesce(list(distinct managing_body_type), []) as managing_body_types,
    coalesce(list(distinct beneficiary_type), []) as beneficiary_types,
    coalesce(list(distinct recipient_type), []) as recipient_types,
    coalesce(list(distinct category) filter (category is not null), []) as categories
from analysed
