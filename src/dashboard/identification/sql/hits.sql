-- Which expression is found in which field of which operation: one row for each.
-- One pass over the whole texts finds the few operations that any expression is in; only their fields are looked at closer.
with {population},

candidates as materialized (
    -- A sign that no expression holds stands where words are excluded.
    select num_dossier, wave, regexp_replace(search_text, $excluded, '#', 'g') as search_text
    from selection
    where counted and regexp_matches(search_text, $any_expression)
),

-- The parts of search_text keep their places; the first is the operation's number.
fields as (
    select
        num_dossier,
        wave,
        unnest($fields::varchar[]) as field,
        unnest(string_split(search_text, ' | ')[2:]) as words
    from candidates
),

tested as materialized (
    select num_dossier, wave, field, flatten([{found}]) as found
    from fields
    where regexp_matches(words, $any_expression)
),

matches as (
    select num_dossier, wave, field, unnest(found) as is_found, generate_subscripts(found, 1) as rank
    from tested
),

expressions as (
    select
        unnest($kinds::varchar[]) as kind,
        unnest($ids::varchar[]) as expression_id,
        unnest($searched::varchar[][]) as searched,
        generate_subscripts($ids::varchar[], 1) as rank
)

select matches.num_dossier, matches.wave, expressions.kind, expressions.expression_id, matches.field
from matches
join expressions on expressions.rank = matches.rank
where matches.is_found and list_contains(expressions.searched, matches.field)
order by all
