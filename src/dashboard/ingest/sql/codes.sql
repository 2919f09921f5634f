-- The codes of each distinct set of cells, read once: axis, objective, priority, specific objective, in whatever column they
-- were written. « 3911 » or « 3.9.1.1 » may stand in the last one; FSE+ names its specific objectives by a letter (« h », « 4.h »)
-- or by a rank (« ESO4.8 »), and stops there.
create or replace table code as
with cells as (
    select distinct raw_priority_axis, raw_thematic_objective, raw_investment_priority, raw_specific_objective
    from mapped
),

texts as (
    select
        cells.*,
        code_text(raw_priority_axis) as axis_text,
        code_text(raw_thematic_objective) as objective_text,
        code_text(raw_investment_priority) as priority_text,
        -- « ESO4.8 Favoriser l'inclusion active… »: no sign parts the code from the words.
        code_text(regexp_replace(raw_specific_objective, '^(\s*(?i:ESO) ?4[.]\d{1,2})\s+\pL.*$', '\1')) as specific_text,
        -- A cell that gives the priority and the letter, where nothing says an objective of 2014-2020 beside it.
        case when coalesce(code_text(raw_thematic_objective), '4') = '4' and raw_investment_priority is null then priority_pair(raw_priority_axis) end as axis_pair,
        case
            when coalesce(code_text(raw_thematic_objective), '4') = '4' and raw_investment_priority is null
            then coalesce(priority_pair(raw_specific_objective), priority_pair(code_text(raw_specific_objective)))
        end as short,
        coalesce(fold(raw_priority_axis) = 'at' or contains(fold(raw_priority_axis), 'assistance technique'), false) as says_assistance
    from cells
),

parts as (
    select
        texts.*,
        coalesce(code_number(axis_text), roman_number(axis_text), axis_pair.axis) as given_axis,
        code_number(objective_text) as given_objective,
        regexp_extract(priority_text, '^(?:eso ?)?(?:0*(\d{1,2})[. (]+0*(\d{1,2}|[a-m]|[ivx]{1,4})|(\d{1,2})([a-m]|[ivx]{2,4}))\)?$', ['objective', 'last', 'glued_objective', 'glued_last']) as dotted,
        regexp_extract(priority_text, '^(?:[0-9]{1,2}\.){0,3}0*(\d{1,2}|[a-m]|[ivx]{1,4})$', 1) as last_of_priority,
        regexp_extract(specific_text, '^([1-9])\.?(1[0-3]|[02-9])\.?(\d|[a-m])\.?(\d{1,2})$', ['axis', 'objective', 'priority', 'specific']) as whole,
        regexp_extract(specific_text, '^(?:\d{1,2}\.){0,4}0*(\d{1,2}|[a-z])$', 1) as last_of_specific,
        coalesce(given_axis = short.axis, says_nothing(raw_priority_axis)) as is_of_axis,
        coalesce(
            nullif(regexp_extract(specific_text, '^(?:eso ?)?(?:(?:[1-9][. ]?)?4[. (]*)?([a-m])\)?$', 1), ''),
            priority_letter(regexp_extract(specific_text, '^(?:eso ?)?4[. (]+0*([1-9]|1[0-3])\)?$', 1)),
            case when is_of_axis then short.letter end
        ) as own_letter,
        coalesce(own_letter, case when says_nothing(raw_specific_objective) then axis_pair.letter end) as letter,
        own_letter is null and letter is not null as is_paired,
        -- « 2.h » under priority 6, « 6.h » beside objective l.
        concat_ws(
            ' ',
            case when own_letter <> axis_pair.letter then 'priority_axis' end,
            case when short is not null and not is_of_axis then 'specific_objective' end
        ) as contradictory_codes
    from texts
),

placed as (
    select
        parts.*,
        coalesce(
            given_objective::varchar,
            nullif(concat(dotted.objective, dotted.glued_objective), ''),
            case when says_assistance then '0' end,
            case when coalesce(nullif(last_of_priority, ''), letter) between 'a' and 'm' and length(coalesce(nullif(last_of_priority, ''), letter)) = 1 then '4' end,
            case when raw_investment_priority is null and coalesce(given_axis::varchar = whole.axis, true) then nullif(whole.objective, '') end
        ) as objective
    from parts
),

read as (
    select
        placed.*,
        coalesce(given_axis, case when says_nothing(raw_priority_axis) then coalesce(try_cast(nullif(whole.axis, '') as smallint), short.axis) end) as axis,
        coalesce(objective = '4', false) and letter is not null as lettered,
        coalesce(
            nullif(concat(dotted.last, dotted.glued_last), ''),
            -- « 91 » under objective 9, « 391 » under axis 3 and objective 9.
            nullif(regexp_extract(priority_text, '^' || coalesce(given_axis, 0) || '?' || objective || '(\d{1,2})$', 1), ''),
            nullif(last_of_priority, ''),
            case when objective = '4' then letter end,
            case when raw_investment_priority is null and objective = whole.objective then nullif(whole.priority, '') end
        ) as last
    from placed
),

settled as (
    select
        read.*,
        case when objective = '4' then coalesce(priority_letter(last), last) else coalesce(roman_number(last)::varchar, last) end as priority
    from read
)

select
    raw_priority_axis, raw_thematic_objective, raw_investment_priority, raw_specific_objective,
    axis as priority_axis,
    objective as thematic_objective,
    case when objective is null then priority else objective || '.' || priority end as investment_priority,
    nullif(nullif(case when lettered then '' else specific end, ''), '0') as specific_objective,
    case
        -- FSE+: the priority and the letter (« 6h »); a list that gives no priority leaves the letter alone.
        when objective = '4' and priority between 'a' and 'm' then concat(axis, priority)
        when axis is null or objective is null or priority is null then ''
        else concat(axis, objective, priority, nullif(case when lettered then '' else specific end, '0'))
    end as os_code,
    concat_ws(
        ' ',
        case when not says_nothing(raw_priority_axis) and axis is null and not says_assistance then 'priority_axis' end,
        case when not says_nothing(raw_thematic_objective) and given_objective is null then 'thematic_objective' end,
        case when not says_nothing(raw_investment_priority) and priority is null then 'investment_priority' end,
        case
            when not says_nothing(raw_specific_objective) and not lettered and coalesce(specific, '') = '' and not contains(contradictory_codes, 'specific_objective')
            then 'specific_objective'
        end
    ) as unreadable_codes,
    contradictory_codes,
    is_paired,
    case when is_paired then concat('Lu : priorité ', axis, ', objectif ', letter, '.') end as code_reading
from (
    select
        settled.*,
        case
            when axis::varchar = whole.axis and objective = whole.objective and priority = whole.priority then ltrim(whole.specific, '0')
            -- « 2h » under priority 6.
            when short is not null and not is_of_axis then ''
            else last_of_specific
        end as specific
    from settled
);
