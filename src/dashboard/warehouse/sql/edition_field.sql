-- Each field that differs from one edition to the other; of an operation that came or left, its amounts.
-- Spaces and apostrophes are no difference: texts are compared on one line. A field that a whole edition leaves out isn't compared.
create temp table edition_field as
with held as (
    select field
    from edition_value
    group by field
    having count(before) > 0 and count(after) > 0
),

differing as materialized (
    select edition_value.*, held.field is not null as is_compared
    from edition_value
    left join held on held.field = edition_value.field
    where edition_value.before is distinct from edition_value.after
),

on_one_line as (
    select
        *,
        trim(regexp_replace(replace(before, '’', ''''), '[\s\x{00A0}\x{202F}\x{2009}]+', ' ', 'g')) as before_line,
        trim(regexp_replace(replace(after, '’', ''''), '[\s\x{00A0}\x{202F}\x{2009}]+', ' ', 'g')) as after_line
    from differing
    where case when presence = 'commune' then is_compared else field in ('total_cost', 'eu_amount') end
)

select
    num_dossier, presence, rank, field, before, after,
    case when field in ('total_cost', 'eu_amount') then coalesce(after::decimal(18, 2), 0) - coalesce(before::decimal(18, 2), 0) end as difference
from on_one_line
where before_line is distinct from after_line
