-- Reference rows, read from the CSV folder; `position` keeps the order of the file, which is the order of precedence.
create or replace table programme_reference as
select row_number() over () as position, period, programme, pattern, fund, is_main::boolean as is_main, cci, region as region_2016
from read_csv($folder || '/programmes.csv', delim = ';', header = true, all_varchar = true);

-- How a label states its programming period, and the years in which the operations of the earlier ones ended.
create or replace table period_reference as
select row_number() over () as position, period, pattern, first_year::integer as first_year, last_year::integer as last_year
from read_csv($folder || '/periods.csv', delim = ';', header = true, all_varchar = true);

create or replace table earlier_year as
select period, unnest(range(first_year, last_year + 1))::integer as year
from period_reference
where first_year is not null;

create or replace table nomenclature as
select row_number() over () as position, period, programme, priority_axis::smallint as priority_axis, thematic_objective,
    investment_priority, specific_objective, coalesce(os_code, '') as os_code, label, technical_assistance::boolean as technical_assistance
from read_csv($folder || '/nomenclature.csv', delim = ';', header = true, all_varchar = true);

-- The thirteen specific objectives that a programme of the FSE+ may hold; its priorities are rows of the nomenclature.
create or replace table fse_plus_objective as
select letter, number::smallint as number, label
from read_csv($folder || '/fse_plus_objectives.csv', delim = ';', header = true, all_varchar = true);

create or replace table eu_rate as
select period, programme, usual_min::double as usual_min, usual_max::double as usual_max
from read_csv($folder || '/eu_rates.csv', delim = ';', header = true, all_varchar = true);

-- What the EU may pay of a priority of the national programme of the FSE+, by category of region.
create or replace table fse_plus_rate as
select category, max_eu_rate::double as max_eu_rate
from read_csv($folder || '/fse_plus_national_rates.csv', delim = ';', header = true, all_varchar = true)
where category is not null;

create or replace table region_reference as
select row_number() over () as position, region, cog, region_2016, region_2016_cog, kind, fse_plus_category
from read_csv($folder || '/regions.csv', delim = ';', header = true, all_varchar = true);

create or replace table region_alias as
select alias, region, region_2016
from read_csv($folder || '/region_aliases.csv', delim = ';', header = true, all_varchar = true);

-- A NUTS code names its region, alone or beside one of the region's names: « FRH0 », « FRH0 Bretagne », « Bretagne (FRH0) ».
-- One that contradicts the name beside it is no spelling. A code of the third level adds one sign to its region's.
create or replace table region_spelling as
with nuts as (
    select lower(code) as code, region, region_2016
    from read_csv($folder || '/nuts.csv', delim = ';', header = true, all_varchar = true)
)

select alias, region, region_2016 from region_alias
union all
select code, region, region_2016 from nuts
union all
select code || unnest(string_split('123456789abc', '')), region, region_2016 from nuts where length(code) = 4
union all
select unnest([nuts.code || ' ' || region_alias.alias, region_alias.alias || ' ' || nuts.code]), coalesce(nuts.region, region_alias.region), nuts.region_2016
from nuts
join region_alias
    on region_alias.region_2016 = nuts.region_2016 and coalesce(region_alias.region = nuts.region, true);

create or replace table department_reference as
select code, name, region, region_2016, normalise(name) as normalised_name
from read_csv($folder || '/departments.csv', delim = ';', header = true, all_varchar = true);

-- How a département may be written: its name or code, or an alias, which may stand for two (the old 20 of Corse). Without spaces
-- nor leading zeros.
create or replace table department_spelling as
select replace(normalised_name, ' ', '') as spelling, normalised_name as words, code
from department_reference
union all
select ltrim(lower(code), '0'), null, code
from department_reference
union all
select replace(alias, ' ', ''), case when not regexp_matches(alias, '^\d') then alias end, unnest(string_split(departments, ','))
from read_csv($folder || '/department_aliases.csv', delim = ';', header = true, all_varchar = true);

-- A name, the longest first, or a code. A variable is put into the statement before it runs: the pattern is compiled once.
set variable department_pattern = (
    select '\b(?:' || string_agg(replace(words, ' ', ' ?'), '|' order by length(words) desc, words) || '|0*20? ?[ab]|\d+[a-z]*)\b'
    from (select distinct words from department_spelling where words is not null)
);

create or replace table managing_body_rule as
select rank::integer as rank, pattern, managing_body_type
from read_csv($folder || '/managing_body_rules.csv', delim = ';', header = true, all_varchar = true);

create or replace table managing_body_place as
select row_number() over () as position, pattern, department
from read_csv($folder || '/managing_body_places.csv', delim = ';', header = true, all_varchar = true);

create or replace table wave_reference as
select period, wave, label, programmed_from::date as programmed_from, programmed_to::date as programmed_to, extracted_on::date as extracted_on
from read_csv($folder || '/waves.csv', delim = ';', header = true, all_varchar = true);

create or replace table category_reference as
select row_number() over () as position, category, short_label, definition
from read_csv($folder || '/categories.csv', delim = ';', header = true, all_varchar = true);

create or replace table survey_type_rule as
select rank::integer as rank, pattern, survey_type, managing_body_type
from read_csv($folder || '/survey_types.csv', delim = ';', header = true, all_varchar = true);

create or replace table survey_theme as
select row_number() over () as position, theme, polarity, summary
from read_csv($folder || '/survey_themes.csv', delim = ';', header = true, all_varchar = true);

-- What each programme may commit, by priority where one is named: an amount of the same key with a later date replaces an earlier one.
create or replace table allocation_reference as
select
    period, programme, priority::smallint as priority, fund, eu_amount::decimal(18, 2) as eu_amount,
    technical_assistance::decimal(18, 2) as technical_assistance, source, date::date as dated, note
from read_csv($folder || '/allocations.csv', delim = ';', header = true, all_varchar = true);

-- The two actions of priority 6, told by the words of an operation; a row without an action holds words that tell nothing.
create or replace table priority_6_action as
select row_number() over () as position, action, pattern
from read_csv($folder || '/priority_6_actions.csv', delim = ';', header = true, all_varchar = true);

-- The programmes of each period in the order of the filters: the main ones first, then the national ones and those that name no
-- region in the order of the reference, then the regional ones in French order.
create or replace table programme_rank as
select
    period, programme,
    row_number() over (
        partition by period
        order by
            bool_or(is_main) desc, bool_or(region_2016 is not null),
            case when bool_or(region_2016 is not null) then programme end collate fr nulls first, min(position)
    ) as position
from programme_reference
group by period, programme;

-- The values that a reference knows, in the order in which they are read: axes, investment priorities and specific objectives
-- under their own programme with their words, then the types of operation. Technical assistance never enters the analysis: an
-- operation that carries its code by mistake isn't given its words.
create or replace table known_code as
with level as (
    select period, 'priority_axis' as dimension, programme, priority_axis::varchar as code, label, position
    from nomenclature
    where investment_priority is null and not technical_assistance
    union all
    select period, 'os_code', programme, os_code, label, position
    from nomenclature
    where investment_priority is not null and not technical_assistance
    union all
    select period, 'investment_priority', programme, investment_priority, label, position
    from nomenclature
    where investment_priority is not null and specific_objective is null and not technical_assistance
),

lettered as (
    select '2021-2027' as period, 'os_code' as dimension, programme_rank.programme, objective.letter as code, objective.label, 1000 + objective.number as position
    from fse_plus_objective as objective
    join programme_rank on programme_rank.period = '2021-2027'
),

named as (
    select period, dimension, programme, code, arg_min(label, position) as label
    from (from level union all from lettered)
    group by period, dimension, programme, code
)

select
    named.*,
    row_number() over (
        partition by named.period, named.dimension order by programme_rank.position, named.programme, code_order(named.code)
    ) as position
from named
left join programme_rank on programme_rank.period = named.period and programme_rank.programme = named.programme
union all
select distinct programme_rank.period, 'category', null, category_reference.category, null, category_reference.position
from category_reference
cross join programme_rank;
