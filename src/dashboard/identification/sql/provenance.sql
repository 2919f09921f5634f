-- Why each operation is identified: one row per operation, source and detail.
with expressions as (
    select unnest($kinds::varchar[]) as kind, unnest($ids::varchar[]) as expression_id, unnest($labels::varchar[]) as label
),

by_words as (
    select
        hit.num_dossier,
        hit.wave,
        if(hit.kind = 'acteur', 'acteur', 'expression') as provenance,
        expressions.label || ' (' || string_agg(field.label, ', ' order by field.rank) || ')' as detail
    from hit
    join expressions on expressions.kind = hit.kind and expressions.expression_id = hit.expression_id
    join (
        select unnest($fields::varchar[]) as field, unnest($field_labels::varchar[]) as label, generate_subscripts($fields::varchar[], 1) as rank
    ) as field on field.field = hit.field
    group by hit.num_dossier, hit.wave, hit.kind, hit.expression_id, expressions.label
),

all_sources as (
    from by_words
    union all by name from other
)

select num_dossier, wave, provenance, detail
from all_sources
order by num_dossier, wave, list_position($order::varchar[], provenance), detail::varchar collate fr, detail
