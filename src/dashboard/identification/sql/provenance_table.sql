-- How many selected operations each source leads to, and how many no other source does.
with {population},

selected as (
    select distinct source.num_dossier, source.wave, source.provenance
    from source
    join selection on selection.num_dossier = source.num_dossier and selection.wave = source.wave
    where selection.counted
),

counted as (
    select provenance, count(*) over (partition by num_dossier, wave) as sources
    from selected
)

select
    sources.provenance,
    count(counted.provenance) as operations,
    count(*) filter (counted.sources = 1) as only_this
from (select unnest($order::varchar[]) as provenance, generate_subscripts($order::varchar[], 1) as rank) as sources
left join counted on counted.provenance = sources.provenance
group by sources.provenance, sources.rank
order by sources.rank
