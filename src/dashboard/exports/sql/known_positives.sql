-- Operations that something else than the lexicon says to be innovative, and how far each list of them has come.
with {selection},

known as (
    select 'enquête' as origin, selection.num_dossier, selection.wave
    from selection
    where (selection.num_dossier, selection.wave) in (select (num_dossier, wave) from reported)
    union all
    select 'priorité 6', num_dossier, wave
    from selection
    where programme = $national and priority_axis = $priority
    union all
    select 'note', num_dossier, wave
    from selection
    where provenance = 'citée par la note'
)

select
    known.origin,
    count(*) as operations,
    count(hit.num_dossier) as found,
    count(campaign.num_dossier) as evaluated,
    count(*) filter (campaign.retained) as retained
from known
left join hit on hit.num_dossier = known.num_dossier and hit.wave = known.wave
left join campaign on campaign.num_dossier = known.num_dossier
group by known.origin
order by known.origin
