-- The labels of the active imports that a rule reads as another one. Columns that no rule is about are not read.
create temp table merged_label as
with spelled as (
    select unnest($fields::varchar[]) as field, unnest($spellings::varchar[]) as spelling, unnest($kept::varchar[]) as kept
),

given as (
    select 'managing_body' as field, managing_body as label from {rows} where list_contains($fields, 'managing_body') group by all
    union all
    select 'beneficiary_type', beneficiary_type from {rows} where list_contains($fields, 'beneficiary_type') group by all
    union all
    select 'recipient_type', recipient_type from {rows} where list_contains($fields, 'recipient_type') group by all
    union all
    select 'beneficiary', beneficiary from {rows} where list_contains($fields, 'beneficiary') group by all
)

select given.field, given.label, spelled.kept
from given
join spelled on spelled.field = given.field and spelled.spelling = normalise(given.label)
where given.label <> spelled.kept
