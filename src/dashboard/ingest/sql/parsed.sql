-- The staged text, read. The raw text of amounts, counts and dates is kept for the rules that judge it; `code` holds the codes.
create or replace table parsed as
with days as (
    select text, day(text, $month_first, $first_day, $is_utc) as day
    from (select distinct text from day_text)
),

-- Each of the next three steps names its macro once for all its columns: it is copied, and its expressions compiled, at each place.
lines as (
    select
        *,
        list_transform([
            raw_programme, raw_programme_cci, raw_fund, raw_region, raw_department, raw_zone, raw_operation_postcode, raw_managing_body,
            raw_title, raw_beneficiary, raw_beneficiary_postcode, raw_beneficiary_type, raw_recipient_type, raw_call_for_projects,
            raw_intervention_category, raw_country, raw_provenance, raw_synthetic_fields, raw_deduced_fields, raw_wave
        ], lambda text: one_line(text)) as one_lines,
        list_transform([raw_description, raw_actions, raw_outcome], lambda text: paragraphs(text)) as paragraphs
    from mapped
),

unguarded as (
    select
        *,
        list_transform([one_lines[8], one_lines[9], one_lines[10], paragraphs[1], paragraphs[2], paragraphs[3]], lambda text: without_guard(text)) as words
    from lines
),

discreet as (
    select
        *,
        list_transform([words[2], words[4], words[5], words[6], one_lines[14]], lambda text: without_contacts(text)) as public_words
    from unguarded
),

cells as (
    select
        discreet.* exclude (one_lines, paragraphs, words, public_words),
        one_lines[1] as programme_label,
        one_lines[2] as cci_text,
        one_lines[3] as fund_text,
        one_lines[4] as region_label,
        one_lines[5] as department_text,
        one_lines[6] as zone,
        one_lines[7] as operation_postcode_text,
        words[1] as managing_body,
        public_words[1] as title,
        words[3] as beneficiary,
        one_lines[11] as beneficiary_postcode_text,
        one_lines[12] as beneficiary_type,
        one_lines[13] as recipient_type,
        public_words[5] as call_for_projects,
        public_words[2] as description,
        public_words[3] as actions,
        public_words[4] as outcome,
        one_lines[15] as intervention_category,
        one_lines[16] as country,
        one_lines[17] as provenance,
        one_lines[18] as synthetic_fields,
        one_lines[19] as deduced_fields,
        one_lines[20] as wave_text,
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
    from discreet
    left join days as starts on starts.text = discreet.raw_start_date
    left join days as ends on ends.text = discreet.raw_end_date
    left join days as programming on programming.text = discreet.raw_programming_date
    left join days as agreement on agreement.text = discreet.raw_first_agreement_date
    join code
        on code.raw_priority_axis is not distinct from discreet.raw_priority_axis
        and code.raw_thematic_objective is not distinct from discreet.raw_thematic_objective
        and code.raw_investment_priority is not distinct from discreet.raw_investment_priority
        and code.raw_specific_objective is not distinct from discreet.raw_specific_objective
),

rows as (
    select
        line,
        raw_participants_planned, raw_participants_entered,
        raw_total_cost, raw_eu_amount, raw_eu_rate, raw_start_date, raw_end_date, raw_programming_date, raw_first_agreement_date, raw_fund,
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
        programme_label,
        -- « 2021 FR 05 SFPR 001 », « 2021fr05sfpr001 »
        nullif(upper(regexp_replace(cci_text, '[ ._-]', '', 'g')), '') as programme_cci,
        fund_name(fund_text) as fund,
        priority_axis, thematic_objective, investment_priority, specific_objective, os_code, unreadable_codes, contradictory_codes, is_paired, code_reading,
        region_label,
        case when not says_nothing(raw_department) then department_text end as department_label,
        zone,
        case when len(five_digits(raw_operation_postcode)) > 1 then operation_postcode_text else postcode(operation_postcode_text) end as operation_postcode,
        managing_body,
        title,
        beneficiary,
        postcode(beneficiary_postcode_text) as beneficiary_postcode,
        coalesce(beneficiary_type, 'Non renseigné') as beneficiary_type,
        coalesce(recipient_type, 'Non renseigné') as recipient_type,
        call_for_projects,
        description,
        actions,
        outcome,
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
        intervention_category,
        country,
        provenance,
        synthetic_fields,
        wave_text,
        nullif(concat_ws(',', deduced_fields, case when eu_is_deduced then 'eu_amount' end), '') as deduced_fields
    from cells
)

select
    rows.* exclude (given_start, given_end, given_programming, given_agreement, wave_text),
    {number} as num_dossier,
    $has_number as has_number,
    coalesce($wave, wave_text) as given_wave
from rows;
