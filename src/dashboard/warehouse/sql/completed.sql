-- The rows with what completions say of them, by number: a cell fills a field, corrects it, or confirms it and changes nothing.
-- Of several completions the newest one stands, field by field. `completed_fields` keeps what changed: the field, the import, and
-- what the extract said itself. Input: the rows in `rows`; in `given` the completions, whose columns are named as those of the rows.
with newest as (
    -- Each field with the import that says it: arg_max passes over nulls.
    select
        num_dossier,
        arg_max(
            case
                when columns(* exclude (num_dossier, import_id, position)) is not null
                then {'value': columns(* exclude (num_dossier, import_id, position)), 'by': import_id}
            end,
            position
        )
    from ({given})
    group by num_dossier
),

-- A code that changes leaves none of the narrower codes that stood below it.
objectives as (
    select
        rows.*,
        newest,
        coalesce(newest.thematic_objective.value, rows.thematic_objective) as new_objective,
        coalesce(newest.investment_priority.value, case when new_objective is not distinct from rows.thematic_objective then rows.investment_priority end) as new_priority,
        coalesce(newest.specific_objective.value, case when new_priority is not distinct from rows.investment_priority then rows.specific_objective end) as new_specific,
        objective_code(rows.thematic_objective, rows.investment_priority, rows.specific_objective) as objective_before,
        {
            'value': objective_code(new_objective, new_priority, new_specific),
            'by': coalesce(newest.specific_objective.by, newest.investment_priority.by, newest.thematic_objective.by)
        } as objective
    from ({rows}) as rows
    join newest on newest.num_dossier = rows.num_dossier
),

completed as (
    select
        * exclude (newest, new_objective, new_priority, new_specific, objective_before, objective) replace (
            kept(priority_axis, newest.priority_axis) as priority_axis,
            new_objective as thematic_objective,
            new_priority as investment_priority,
            new_specific as specific_objective,
            case when says_other(place_words(region_label), place_words(newest.region_label.value)) then newest.region_label.value else region_label end as region_label,
            case when says_other(place_words(department_label), place_words(newest.department_label.value)) then newest.department_label.value else department_label end as department_label,
            kept(zone, newest.zone) as zone,
            kept(operation_postcode, newest.operation_postcode) as operation_postcode,
            kept(managing_body, newest.managing_body) as managing_body,
            kept(title, newest.title) as title,
            kept(beneficiary, newest.beneficiary) as beneficiary,
            kept(beneficiary_postcode, newest.beneficiary_postcode) as beneficiary_postcode,
            kept(beneficiary_type, newest.beneficiary_type) as beneficiary_type,
            kept(recipient_type, newest.recipient_type) as recipient_type,
            kept(call_for_projects, newest.call_for_projects) as call_for_projects,
            kept(description, newest.description) as description,
            kept(actions, newest.actions) as actions,
            kept(outcome, newest.outcome) as outcome,
            kept(participants_planned, newest.participants_planned) as participants_planned,
            kept(participants_entered, newest.participants_entered) as participants_entered,
            kept(total_cost, newest.total_cost) as total_cost,
            kept(eu_amount, newest.eu_amount) as eu_amount,
            kept(start_date, newest.start_date) as start_date,
            kept(end_date, newest.end_date) as end_date,
            kept(programming_date, newest.programming_date) as programming_date,
            kept(first_agreement_date, newest.first_agreement_date) as first_agreement_date,
            kept(intervention_category, newest.intervention_category) as intervention_category,
            kept(country, newest.country) as country,
            nullif(
                list_filter(
                    [
                        completed_field('priority_axis', priority_axis, newest.priority_axis),
                        completed_field('specific_objective', objective_before, objective),
                        case when says_other(place_words(region_label), place_words(newest.region_label.value)) then {'field': 'region', 'import_id': newest.region_label.by, 'before': region_label} end,
                        case when says_other(place_words(department_label), place_words(newest.department_label.value)) then {'field': 'department', 'import_id': newest.department_label.by, 'before': department_label} end,
                        completed_field('zone', zone, newest.zone),
                        completed_field('operation_postcode', operation_postcode, newest.operation_postcode),
                        completed_field('managing_body', managing_body, newest.managing_body),
                        completed_field('title', title, newest.title),
                        completed_field('beneficiary', beneficiary, newest.beneficiary),
                        completed_field('beneficiary_postcode', beneficiary_postcode, newest.beneficiary_postcode),
                        completed_field('beneficiary_type', nullif(beneficiary_type, 'Non renseigné'), newest.beneficiary_type),
                        completed_field('recipient_type', nullif(recipient_type, 'Non renseigné'), newest.recipient_type),
                        completed_field('call_for_projects', call_for_projects, newest.call_for_projects),
                        completed_field('description', description, newest.description),
                        completed_field('actions', actions, newest.actions),
                        completed_field('outcome', outcome, newest.outcome),
                        completed_field('participants_planned', participants_planned, newest.participants_planned),
                        completed_field('participants_entered', participants_entered, newest.participants_entered),
                        completed_field('total_cost', total_cost, newest.total_cost),
                        completed_field('eu_amount', eu_amount, newest.eu_amount),
                        completed_field('start_date', start_date, newest.start_date),
                        completed_field('end_date', end_date, newest.end_date),
                        completed_field('programming_date', programming_date, newest.programming_date),
                        completed_field('first_agreement_date', first_agreement_date, newest.first_agreement_date),
                        completed_field('intervention_category', intervention_category, newest.intervention_category),
                        completed_field('country', country, newest.country)
                    ],
                    lambda cell: cell is not null
                ),
                []
            ) as completed_fields
        )
    from objectives
),

named as (
    select *, list_transform(completed_fields, lambda cell: cell.field) as changed
    from completed
)

select
    named.* exclude (changed) replace (
        case
            when list_has_any(changed, ['priority_axis', 'specific_objective']) then whole_code(priority_axis, thematic_objective, investment_priority, specific_objective)
            else os_code
        end as os_code,
        -- The parts keep their places, as when they were imported.
        case
            when list_has_any(changed, ['title', 'beneficiary', 'call_for_projects', 'description', 'actions', 'outcome'])
            then array_to_string(
                [
                    string_split(search_text, ' | ')[1],
                    coalesce(case when list_contains(changed, 'title') then normalise(title) else string_split(search_text, ' | ')[2] end, ''),
                    coalesce(case when list_contains(changed, 'beneficiary') then normalise(beneficiary) else string_split(search_text, ' | ')[3] end, ''),
                    coalesce(case when list_contains(changed, 'call_for_projects') then normalise(call_for_projects) else string_split(search_text, ' | ')[4] end, ''),
                    coalesce(case when list_contains(changed, 'description') then normalise(description) else string_split(search_text, ' | ')[5] end, ''),
                    coalesce(case when list_contains(changed, 'actions') then normalise(actions) else string_split(search_text, ' | ')[6] end, ''),
                    coalesce(case when list_contains(changed, 'outcome') then normalise(outcome) else string_split(search_text, ' | ')[7] end, '')
                ],
                ' | '
            )
            else search_text
        end as search_text,
        -- What was said of a value leaves with it.
        case when len(changed) > 0 then list_filter(warnings, lambda warning: not list_contains(changed, split_part(warning, ':', 2))) else warnings end as warnings,
        case when len(changed) > 0 then without_names(deduced_fields, changed) else deduced_fields end as deduced_fields
    )
from named
union all by name
-- Most rows are completed by nothing: they go past what reads each of their fields.
select rows.*
from ({rows}) as rows
anti join newest on newest.num_dossier = rows.num_dossier
