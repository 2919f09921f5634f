-- What already stands in the warehouse beside the rows of this import, to warn of double counting. In 2021-2027 a number stands
-- once, whatever its wave.
with incoming as (
    select distinct num_dossier, wave
    from judged
    anti join left_aside on left_aside.line = judged.line
    where len(errors) = 0
)

select
    count(*) filter (is_elsewhere) as in_other_waves,
    count(*) filter (not is_elsewhere and source <> $source) as in_same_wave_by_other_source,
    string_agg(distinct wave, ', ' order by wave) filter (is_elsewhere) as other_waves
from (
    select published.wave, published.source, published.wave <> incoming.wave and published.period <> '2021-2027' as is_elsewhere
    from incoming
    join published on published.num_dossier = incoming.num_dossier
)
