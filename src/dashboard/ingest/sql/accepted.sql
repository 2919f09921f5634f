-- The rows of an import: what the warehouse derives its dimensions from.
select
    $import_id as import_id, parsed.line, parsed.num_dossier, judged.wave, judged.wave_is_given, programme_label, programme_cci, judged.fund,
    priority_axis, thematic_objective, investment_priority, specific_objective, os_code,
    region_label, department_label, zone, operation_postcode, managing_body, title, beneficiary,
    beneficiary_postcode, beneficiary_type, recipient_type, call_for_projects,
    description, actions, outcome, participants_planned, participants_entered,
    parsed.total_cost, parsed.eu_amount, start_date, end_date, programming_date, first_agreement_date,
    intervention_category, country, provenance, synthetic_fields, deduced_fields, warnings,
    -- The parts keep their places, so that a field's own words can be found again; words never cross two fields.
    concat_ws(
        ' | ',
        case when regexp_full_match(parsed.num_dossier, '\d+') then parsed.num_dossier else normalise(parsed.num_dossier) end, coalesce(normalise(title), ''), coalesce(normalise(beneficiary), ''), coalesce(normalise(call_for_projects), ''),
        coalesce(normalise(description), ''), coalesce(normalise(actions), ''), coalesce(normalise(outcome), '')
    ) as search_text
from parsed
join judged on judged.line = parsed.line
anti join left_aside on left_aside.line = judged.line
where len(errors) = 0
