-- The EU money programmed by a selection, whatever was decided: by programme, then by its priority, by its region and by the year of
-- agreement. An operation whose amount nobody knows is counted apart: missing is not 0.
with {selection},

cells as (
    select
        programme,
        priority_axis as priority,
        region_2016,
        coalesce(
            year(coalesce(first_agreement_date, programming_date)),
            case when wave_is_given and regexp_full_match(wave, '20\d\d') then wave::integer end
        )::integer as year,
        count(*) as operations,
        count(*) filter (eu_amount is null) as without_amount,
        sum(eu_amount) as eu_amount
    from selection
    group by all
)

select
    case
        when grouping(priority) = 0 then 'priority'
        when grouping(region_2016) = 0 then 'region'
        when grouping(year) = 0 then 'year'
        else 'programme'
    end as level,
    programme,
    priority,
    region_2016,
    year,
    sum(operations)::bigint as operations,
    sum(without_amount)::bigint as without_amount,
    sum(eu_amount) as eu_amount
from cells
group by grouping sets ((programme), (programme, priority), (programme, region_2016), (programme, year))
