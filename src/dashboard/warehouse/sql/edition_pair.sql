-- The operations of two editions side by side, by number: those that enter the analysis, with today's decisions.
-- Inputs: $paths, their files; $before and $after, the ids of the imports of each, oldest first. `derived`: the rows of all of them.
create temp table edition_pair as
with derived as (
    {derived}
),

decided as (
    select derived.*, coalesce(newest.retained, false) as retained
    from derived
    left join ({newest_decision}) as newest on newest.num_dossier = derived.num_dossier
    where derived.period = '2021-2027' and not derived.technical_assistance
),

earlier as (
    from decided
    where list_contains($before, import_id)
    qualify row_number() over (partition by num_dossier order by list_position($before, import_id) desc, line) = 1
),

later as (
    from decided
    where list_contains($after, import_id)
    qualify row_number() over (partition by num_dossier order by list_position($after, import_id) desc, line) = 1
)

select
    coalesce(earlier.num_dossier, later.num_dossier) as num_dossier,
    case when earlier.num_dossier is null then 'nouvelle' when later.num_dossier is null then 'partie' else 'commune' end as presence,
    earlier,
    later
from earlier
full join later on later.num_dossier = earlier.num_dossier
