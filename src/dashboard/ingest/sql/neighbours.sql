-- What already stands in the warehouse beside the rows of this import, to warn of double counting.
with incoming as (
    select distinct num_dossier, wave
    from judged
    anti join left_aside on left_aside.line = judged.line
    where len(errors) = 0
)

select
    count(*) filter (published.wave <> incoming.wave) as in_other_waves,
    count(*) filter (published.wave = incoming.wave and published.source <> $source) as in_same_wave_by_other_source,
    string_agg(distinct published.wave, ', ' order by published.wave) filter (published.wave <> incoming.wave) as other_waves
from incoming
join published on published.num_dossier = incoming.num_dossier
