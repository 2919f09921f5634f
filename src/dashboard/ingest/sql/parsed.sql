-- The staged text, read. The raw text of amounts, counts and dates is kept for the rules that judge it; `code` holds the codes.
create or replace table parsed as
with days as (
    select text, day(text, $month_first, $first_day, $is_utc) as day
    from (select distinct text from day_text)
),

cells as (
    select
        mapped.*,
        code.priority_axis,
        code.thematic_objective,
        code.investment_priority,
        code.specific_objective,
        code.os_code,
        code.unreadable_codes,
        code.contradictory_codes,
        code.is_paired,
        code.code_reading,
        operation_number(raw_num_dossier) as given_number,
        whole_number(raw_participants_planned, $count_mark) as planned,
        whole_number(raw_participants_entered, $count_mark) as entered,
        amount(raw_total_cost, $cost_mark, $cost_unit, $cost_sign_unit) as total_cost,
        case when $eu_holds_rates then null else amount(raw_eu_amount, $eu_mark, $eu_unit, $eu_sign_unit) end as stated_eu_amount,
        {eu_rate} as eu_rate,
        starts.day as given_start,
        ends.day as given_end,
        programming.day as given_programming,
        agreement.day as given_agreement
    from mapped
    left join days as starts on starts.text = mapped.raw_start_date
    left join days as ends on ends.text = mapped.raw_end_date
    left join days as programming on programming.text = mapped.raw_programming_date
    left join days as agreement on agreement.text = mapped.raw_first_agreement_date
    join code
        on code.raw_priority_axis is not distinct from mapped.raw_priority_axis
        and code.raw_thematic_objective is not distinct from mapped.raw_thematic_objective
        and code.raw_investment_priority is not distinct from mapped.raw_investment_priority
        and code.raw_specific_objective is not distinct from mapped.raw_specific_objective
),

rows as (
    select
        line,
        raw_participants_planned, raw_participants_entered,
        raw_total_cost, raw_eu_amount, raw_eu_rate, raw_start_date, raw_end_date, raw_programming_date, raw_first_agreement_date, raw_fund, raw_wave,
        given_number,
        is_shortened(raw_num_dossier) as number_is_lost,
        concat_ws(
            ' ',
            case when starts_with(raw_programme, '#') and is_error_cell(raw_programme) then 'programme' end,
            case when starts_with(raw_fund, '#') and is_error_cell(raw_fund) then 'fund' end,
            case when starts_with(raw_region, '#') and is_error_cell(raw_region) then 'region' end,
            case when starts_with(raw_managing_body, '#') and is_error_cell(raw_managing_body) then 'managing_body' end,
            case when starts_with(raw_title, '#') and is_error_cell(raw_title) then 'title' end,
            case when starts_with(raw_beneficiary, '#') and is_error_cell(raw_beneficiary) then 'beneficiary' end,
            case when starts_with(raw_description, '#') and is_error_cell(raw_description) then 'description' end,
            case when starts_with(raw_start_date, '#') and is_error_cell(raw_start_date) then 'start_date' end,
            case when starts_with(raw_end_date, '#') and is_error_cell(raw_end_date) then 'end_date' end,
            case when starts_with(raw_programming_date, '#') and is_error_cell(raw_programming_date) then 'programming_date' end,
            case when starts_with(raw_first_agreement_date, '#') and is_error_cell(raw_first_agreement_date) then 'first_agreement_date' end
        ) as error_cells,
        one_line(raw_programme) as programme_label,
        -- « 2021 FR 05 SFPR 001 », « 2021fr05sfpr001 »
        nullif(upper(regexp_replace(one_line(raw_programme_cci), '[ ._-]', '', 'g')), '') as programme_cci,
        fund_name(one_line(raw_fund)) as fund,
        priority_axis, thematic_objective, investment_priority, specific_objective, os_code, unreadable_codes, contradictory_codes, is_paired, code_reading,
        one_line(raw_region) as region_label,
        case when not says_nothing(raw_department) then one_line(raw_department) end as department_label,
        one_line(raw_zone) as zone,
        case when len(five_digits(raw_operation_postcode)) > 1 then one_line(raw_operation_postcode) else postcode(one_line(raw_operation_postcode)) end as operation_postcode,
        without_guard(one_line(raw_managing_body)) as managing_body,
        without_contacts(without_guard(one_line(raw_title))) as title,
        without_guard(one_line(raw_beneficiary)) as beneficiary,
        postcode(one_line(raw_beneficiary_postcode)) as beneficiary_postcode,
        coalesce(one_line(raw_beneficiary_type), 'Non renseigné') as beneficiary_type,
        coalesce(one_line(raw_recipient_type), 'Non renseigné') as recipient_type,
        without_contacts(one_line(raw_call_for_projects)) as call_for_projects,
        without_contacts(without_guard(paragraphs(raw_description))) as description,
        without_contacts(without_guard(paragraphs(raw_actions))) as actions,
        without_contacts(without_guard(paragraphs(raw_outcome))) as outcome,
        case when planned >= 0 then planned end as participants_planned,
        case when entered >= 0 then entered end as participants_entered,
        total_cost,
        stated_eu_amount,
        eu_rate,
        coalesce(stated_eu_amount, (total_cost * eu_rate)::decimal(18, 2)) as eu_amount,
        stated_eu_amount is null and total_cost is not null and eu_rate is not null as eu_is_deduced,
        given_start,
        given_end,
        given_programming,
        given_agreement,
        case when year(given_start) between $first_year and $last_year then given_start end as start_date,
        case when year(given_end) between $first_year and $last_year then given_end end as end_date,
        case when year(given_programming) between $first_year and $last_year then given_programming end as programming_date,
        case when year(given_agreement) between $first_year and $last_year then given_agreement end as first_agreement_date,
        one_line(raw_intervention_category) as intervention_category,
        one_line(raw_country) as country,
        one_line(raw_provenance) as provenance,
        one_line(raw_synthetic_fields) as synthetic_fields,
        nullif(concat_ws(',', one_line(raw_deduced_fields), case when eu_is_deduced then 'eu_amount' end), '') as deduced_fields
    from cells
)

select
    rows.* exclude (given_start, given_end, given_programming, given_agreement, raw_wave),
    {number} as num_dossier,
    $has_number as has_number,
    coalesce($wave, one_line(raw_wave)) as given_wave
from rows;
