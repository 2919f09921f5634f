-- The operations that the filters keep; technical assistance never enters the analysis. A condition takes one line, which is
-- left out while its filter restricts nothing (its parameter is null).
-- Decision and category only say which of them are `counted`: operations that nobody examined have neither, so whatever
-- the counted ones are compared with must ignore both. With $retained_only, no filter on the decision means « retained ».
selection as (
    select
        {selected},
        decision = coalesce($decision, case when $retained_only then 'retenue' end, decision)
            and ($categories is null or coalesce(list_contains($categories, category), false))
            as counted
    from operation
    where
        not technical_assistance
        and period = $period
        and ($waves is null or list_contains($waves, wave))
        and ($programmes is null or list_contains($programmes, programme))
        and ($axes is null or list_contains($axes, programme || ' · ' || coalesce(priority_axis::varchar, 'Non renseigné')))
        and ($investment_priorities is null or list_contains($investment_priorities, programme || ' · ' || coalesce(investment_priority, 'Non renseigné')))
        and ($specific_objectives is null or list_contains($specific_objectives, programme || ' · ' || coalesce(nullif(os_code, ''), 'Non renseigné')))
        and ($intervention_types is null or list_contains($intervention_types, coalesce(intervention_type, 'Non renseigné')) or list_has_any(intervention_types, $intervention_types))
        and ($regions is null or list_contains($regions, region) or list_has_any(regions, $regions))
        and ($regions_2016 is null or list_contains($regions_2016, region_2016) or list_has_any(regions_2016, $regions_2016))
        and ($departments is null or list_contains($departments, coalesce(department, 'Non renseigné')) or list_has_any(departments, $departments))
        and ($managing_body_types is null or list_contains($managing_body_types, managing_body_type))
        and ($managing_bodies is null or list_contains($managing_bodies, coalesce(managing_body, 'Non renseigné')))
        and ($beneficiary_types is null or list_contains($beneficiary_types, beneficiary_type))
        and ($recipient_types is null or list_contains($recipient_types, recipient_type))
        -- Every word, in any order and in any field; a search without letters or digits restricts nothing.
        and ($search is null or normalise($search) = '' or list_bool_and(list_transform(list_distinct(string_split(normalise($search), ' ')), lambda word: contains(search_text, word))))
)
