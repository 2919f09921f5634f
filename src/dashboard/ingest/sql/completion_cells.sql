-- The cells that completions may fill, as texts: one row each, with what a person calls a specific objective in one.
unpivot (
    select
        {key} as key,
        priority_axis::varchar as priority_axis,
        objective_code(thematic_objective, investment_priority, specific_objective) as specific_objective,
        region_label as region,
        department_label as department,
        zone, operation_postcode, managing_body, title, beneficiary, beneficiary_postcode, beneficiary_type, recipient_type, call_for_projects,
        description, actions, outcome,
        participants_planned::varchar as participants_planned,
        participants_entered::varchar as participants_entered,
        total_cost::varchar as total_cost,
        eu_amount::varchar as eu_amount,
        start_date::varchar as start_date,
        end_date::varchar as end_date,
        programming_date::varchar as programming_date,
        first_agreement_date::varchar as first_agreement_date,
        intervention_category, country
    from {rows}
)
on columns(* exclude (key))
into name field value said
