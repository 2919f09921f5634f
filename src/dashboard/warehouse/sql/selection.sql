-- The operations that the filters keep; technical assistance never enters the analysis. A null parameter restricts nothing.
-- The filters on decision and category are kept apart: they name the operations under study (`listed`), and operations
-- that were never judged have neither, so the operations that these are compared with ignore them.
selection as (
    select
        *,
        (($retained)::boolean is null or retained = $retained)
            and (($categories)::varchar[] is null or coalesce(list_contains($categories, category), false)) as listed,
        retained = coalesce(($retained)::boolean, true)
            and (($categories)::varchar[] is null or coalesce(list_contains($categories, category), false)) as judged
    from operation
    where
        not technical_assistance
        and period = $period
        and ($waves is null or list_contains($waves, wave))
        and ($programmes is null or list_contains($programmes, programme))
        and ($axes is null or list_contains($axes, priority_axis))
        and ($investment_priorities is null or list_contains($investment_priorities, investment_priority))
        and ($specific_objectives is null or list_contains($specific_objectives, os_code))
        and ($regions is null or list_contains($regions, region))
        and ($regions_2016 is null or list_contains($regions_2016, region_2016))
        and ($managing_body_types is null or list_contains($managing_body_types, managing_body_type))
        and ($beneficiary_types is null or list_contains($beneficiary_types, beneficiary_type))
        and ($recipient_types is null or list_contains($recipient_types, recipient_type))
        and ($search is null or SEARCH)
)
