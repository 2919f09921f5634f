-- The rules that each row breaks, and what the report counts. The rest of the row stays in `parsed`, under the same line.
create or replace table judged as
with derived as (
    select
        *,
        coalesce(first_agreement_date, programming_date) as dated_on,
        case when regexp_matches(programme_cci, '^2021[A-Z]') then '2021-2027' when regexp_matches(programme_cci, '^2014[A-Z]') then '2014-2020' end as cci_period,
        case when fund = 'FSE+' then '2021-2027' when fund in ('FSE', 'IEJ') then '2014-2020' end as fund_period
    from (
    {derived}
    )
),

completed as (
    select
        derived.* exclude (fund),
        derived.fund as stated_fund,
        coalesce(derived.fund, reference.fund) as fund,
        -- Why a row is right but has no place here.
        case
            when derived.fund not in ('FSE', 'IEJ', 'FSE+') then 'autre fonds : ' || derived.fund
            when derived.period < '2014' then 'programmation ' || derived.period
            -- The lists of other countries have the same columns. Interreg (« TC ») is shared by several.
            when regexp_matches(derived.programme_cci, '^20\d\d[A-Z]{2}\d') and derived.programme_cci[5:6] not in ('FR', 'TC') then 'autre pays : ' || derived.programme_cci[5:6]
            when derived.programme_cci is null and not derived.programme_known and not is_in_france(derived.country) then 'autre pays : ' || derived.country
        end as aside,
        aside is null as enters,
        derived.given_wave is not null as wave_is_given,
        derived.period as code_period,
        coalesce(derived.given_wave, dated.wave, no_wave(derived.period, derived.dated_on)) as wave,
        -- Neither the code nor the label of a known programme is of the fund's period.
        case
            when derived.cci_period <> derived.fund_period then 'Le code CCI est de ' || derived.cci_period || ', le fonds de ' || derived.fund_period || '.'
            when derived.cci_period is null and derived.programme_known and derived.period >= '2014' and derived.period <> derived.fund_period
            then 'Le programme est de ' || derived.period || ', le fonds de ' || derived.fund_period || '.'
        end as fund_reading,
        -- The waves of 2014-2020 are no years of agreement.
        derived.period = '2021-2027'
        and derived.given_wave in (select wave from wave_reference where period <> '2021-2027')
        and derived.given_wave not in (select wave from wave_reference where period = '2021-2027') as foreign_wave,
        rates.usual_min,
        rates.usual_max,
        codes.os_code is null and derived.os_code <> '' and listed.programme is not null
        -- A list that gives no priority leaves the letter alone.
        and not (derived.period = '2021-2027' and derived.os_code in (select letter from fse_plus_objective)) as outside_nomenclature
    from derived
    left join (select programme, period, any_value(fund) as fund from programme_reference group by all) as reference
        on reference.programme = derived.programme and reference.period = derived.period
    left join wave_reference as dated
        on dated.period = derived.period
        and derived.dated_on between coalesce(dated.programmed_from, date '0001-01-01') and coalesce(dated.programmed_to, date '9999-12-31')
    left join eu_rate as rates on rates.programme = derived.programme and rates.period = derived.period
    left join (select distinct period, programme from nomenclature where os_code <> '') as listed
        on listed.programme = derived.programme and listed.period = derived.period
    left join (select distinct period, programme, os_code from nomenclature where os_code <> '') as codes
        on codes.programme = derived.programme and codes.period = derived.period and codes.os_code = derived.os_code
)

select
    line, num_dossier, wave, code_period as period, wave_is_given, programme, fund, aside, enters, total_cost, eu_amount, coalesce(department_reading, place_reading) as reading, zone_reading, site_reading, programme_reading, code_reading, fund_reading,
    case
        when is_shortened(raw_total_cost) then precision_in_euros(raw_total_cost)
        when is_shortened(raw_eu_amount) then precision_in_euros(raw_eu_amount)
    end as precision,
    -- Most rows break no rule: a text is built faster than a list, and split only where it holds something.
    names(concat_ws(',', {errors})) as errors,
    names(concat_ws(',', {warnings})) as warnings
from completed;
