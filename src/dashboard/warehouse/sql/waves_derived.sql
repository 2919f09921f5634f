-- The rows in their analysis period: the one that was given, else the one that holds their date. Input: the relation in `rows`, with
-- their programming period.
with rows as (
    from {rows}
),

dated as (
    -- Imports made before it was written whether their wave is given don't say it: it stands.
    select *, coalesce(wave_is_given, true) as stands, coalesce(first_agreement_date, programming_date) as dated_on
    from rows
)

select
    dated.* exclude (stands, dated_on) replace (
        case when stands then dated.wave else coalesce(periods.wave, no_wave(dated.period, dated_on)) end as wave,
        stands as wave_is_given
    )
from dated
left join wave_reference as periods
    on not stands and periods.period = dated.period
    and dated_on between coalesce(periods.programmed_from, date '0001-01-01') and coalesce(periods.programmed_to, date '9999-12-31')
