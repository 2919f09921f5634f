-- What the dates of each column prove: of the order of day and month, of the first day that a spreadsheet counts, of the time zone.
with parts as (
    select
        field,
        text,
        cells,
        try_cast(nullif(day_parts(text).first, '') as integer) as first,
        try_cast(nullif(day_parts(text).second, '') as integer) as second,
        day_number(text) between 20000 and 80000 as is_number,
        day_number(text) as number,
        instant_parts(text) as instant
    from day_text
),

judged as (
    select
        parts.*,
        case
            when first > 12 and second <= 12 then 'day first'
            when second > 12 and first <= 12 then 'month first'
            when first <> second and first <= 12 and second <= 12 then 'open'
        end as class,
        instant.day <> '' and instant.zone = '' and not starts_with(instant.hour, '00:00') as has_hour,
        has_hour and strftime(timezone('Europe/Paris', try_cast(instant.day || ' ' || instant.hour || '+00' as timestamptz)), '%H:%M') = '00:00' as is_paris_midnight,
        regexp_matches(text, '^\s*\d{4}-\d\d-(?:0\d|1[0-2])\b') as is_iso_open,
        regexp_matches(text, '^\s*\d{4}-\d\d-\d\d\b') as is_iso,
        case when not coalesce(is_number, false) then day(text, false, date '1899-12-30', false) end as written
    from parts
)

select
    field,
    coalesce(sum(cells) filter (class = 'day first'), 0)::bigint as day_first,
    coalesce(sum(cells) filter (class = 'month first'), 0)::bigint as month_first,
    coalesce(sum(cells) filter (class = 'open'), 0)::bigint as open_order,
    min(text) filter (class = 'day first') as day_first_sample,
    min(text) filter (class = 'month first') as month_first_sample,
    min(text) filter (class = 'open') as open_sample,
    coalesce(sum(cells) filter (is_number), 0)::bigint as numbers,
    min(number) filter (is_number) as least_number,
    max(number) filter (is_number) as most_number,
    coalesce(sum(cells) filter (has_hour), 0)::bigint as hours,
    coalesce(sum(cells) filter (is_paris_midnight), 0)::bigint as paris_midnights,
    coalesce(sum(cells) filter (is_iso), 0)::bigint as iso,
    coalesce(sum(cells) filter (is_iso_open), 0)::bigint as iso_open,
    min(written) filter (year(written) between $first_year and $last_year) as first_written,
    max(written) filter (year(written) between $first_year and $last_year) as last_written
from judged
group by field
order by field
