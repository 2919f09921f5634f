-- The selected operations where one expression is found; on demand, only those that nothing else leads to.
with {population},

single as (
    select num_dossier, wave
    from source
    group by num_dossier, wave
    having count(*) = 1
)

select hit.num_dossier, hit.wave, string_agg(hit.field, ',' order by list_position($fields::varchar[], hit.field)) as fields
from hit
join selection on selection.num_dossier = hit.num_dossier and selection.wave = hit.wave
left join single on single.num_dossier = hit.num_dossier and single.wave = hit.wave
where selection.counted and hit.kind = $kind and hit.expression_id = $id and (not $only or single.num_dossier is not null)
group by hit.num_dossier, hit.wave
order by hit.num_dossier, hit.wave
