-- What recall counts in a selection: the retained operations, and those that are identified but that nobody judged yet.
-- A campaign's decision comes before the published one.
with {population},

decided as (
    select
        operation.num_dossier,
        operation.wave,
        coalesce(judged.retained, case operation.decision when 'retenue' then true when 'non retenue' then false end) as retained,
        identified.num_dossier is not null as identified
    from selection as operation
    left join judged on judged.num_dossier = operation.num_dossier and judged.wave = operation.wave
    left join identified on identified.num_dossier = operation.num_dossier and identified.wave = operation.wave
)

select num_dossier, wave, coalesce(retained, false) as retained
from decided
where retained or (retained is null and identified)
order by num_dossier, wave
