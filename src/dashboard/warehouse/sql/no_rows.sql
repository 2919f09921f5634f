-- An empty warehouse has the same columns as a full one.
select
    null::varchar as import_id, null::bigint as line, null::varchar as num_dossier, null::varchar as wave, null::boolean as wave_is_given, null::varchar as programme_label, null::varchar as programme_cci, null::varchar as fund,
    null::smallint as priority_axis, null::varchar as thematic_objective, null::varchar as investment_priority, null::varchar as specific_objective, null::varchar as os_code,
    null::varchar as region_label, null::varchar as department_label, null::varchar as zone, null::varchar as operation_postcode, null::varchar as managing_body, null::varchar as title, null::varchar as beneficiary,
    null::varchar as beneficiary_postcode, null::varchar as beneficiary_type, null::varchar as recipient_type, null::varchar as call_for_projects,
    null::varchar as description, null::varchar as actions, null::varchar as outcome, null::integer as participants_planned, null::integer as participants_entered,
    null::decimal(18, 2) as total_cost, null::decimal(18, 2) as eu_amount, null::date as start_date, null::date as end_date, null::date as programming_date, null::date as first_agreement_date,
    null::varchar as intervention_category, null::varchar as country, null::varchar as provenance, null::varchar as synthetic_fields, null::varchar as deduced_fields,
    null::varchar[] as warnings, null::varchar as search_text, null::integer as position, null::varchar as mode, null::varchar as source,
    null::struct(field varchar, import_id varchar, before varchar)[] as completed_fields
where false
