-- What the file says of each number, under the names of the rows of an import, and the rows that say nothing beside it.
-- A cell that says nothing is null: it completes nothing.
create or replace macro said(text) as
    case when not says_nothing(text) and fold(text) not in ('non renseigne', 'non renseignee') then text end;

create or replace table completion as
select
    parsed.line, parsed.num_dossier,
    priority_axis, thematic_objective, investment_priority, specific_objective,
    said(region_label) as region_label, said(department_label) as department_label, said(zone) as zone, said(operation_postcode) as operation_postcode,
    said(managing_body) as managing_body, said(title) as title, said(beneficiary) as beneficiary, said(beneficiary_postcode) as beneficiary_postcode,
    said(beneficiary_type) as beneficiary_type, said(recipient_type) as recipient_type, said(call_for_projects) as call_for_projects,
    said(description) as description, said(actions) as actions, said(outcome) as outcome,
    participants_planned, participants_entered,
    -- What a rate would give isn't what a file states.
    parsed.total_cost, stated_eu_amount as eu_amount,
    start_date, end_date, programming_date, first_agreement_date,
    said(intervention_category) as intervention_category, said(country) as country
from parsed
join judged on judged.line = parsed.line
where len(errors) = 0;

create or replace table left_aside as
select line, 'ne donne que le numéro' as reason
from completion
where concat(*columns(* exclude (line, num_dossier))) = '';
