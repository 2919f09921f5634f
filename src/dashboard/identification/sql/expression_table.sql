-- What each expression finds in the selected operations, and what nothing else finds.
with {population},

expressions as (
    select
        unnest($kinds::varchar[]) as kind,
        unnest($ids::varchar[]) as expression_id,
        unnest($labels::varchar[]) as label,
        unnest($criteria::varchar[]) as criterion,
        generate_subscripts($ids::varchar[], 1) as rank
),

selected as (
    select hit.*
    from hit
    join selection on selection.num_dossier = hit.num_dossier and selection.wave = hit.wave
    where selection.counted
),

-- One source, one expression or actor: without it, the operation would be identified no more.
single as (
    select num_dossier, wave
    from source
    group by num_dossier, wave
    having count(*) = 1
)

select
    expressions.kind,
    expressions.expression_id,
    any_value(expressions.label) as label,
    any_value(expressions.criterion) as criterion,
    count(*) filter (selected.field = 'title') as title,
    count(*) filter (selected.field = 'beneficiary') as beneficiary,
    count(*) filter (selected.field = 'call_for_projects') as call_for_projects,
    count(*) filter (selected.field = 'description') as description,
    count(*) filter (selected.field = 'actions') as actions,
    count(*) filter (selected.field = 'outcome') as outcome,
    count(distinct struct_pack(n := selected.num_dossier, w := selected.wave)) filter (selected.num_dossier is not null) as operations,
    count(distinct struct_pack(n := single.num_dossier, w := single.wave)) filter (single.num_dossier is not null) as only_this
from expressions
left join selected on selected.kind = expressions.kind and selected.expression_id = expressions.expression_id
left join single on single.num_dossier = selected.num_dossier and single.wave = selected.wave
group by expressions.kind, expressions.expression_id, expressions.rank
order by expressions.rank
