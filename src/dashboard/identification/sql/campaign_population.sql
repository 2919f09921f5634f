-- The operations of a list as a campaign takes them: once each, in their newest wave, with why they are there.
with wanted as (
    select distinct num_dossier, wave
    from listed
),

newest as (
    select operation.*
    from operation
    join wanted on wanted.num_dossier = operation.num_dossier and wanted.wave = operation.wave
    qualify row_number() over (
        partition by operation.num_dossier
        order by is_no_wave(operation.wave), operation.wave desc
    ) = 1
),

why as (
    select
        num_dossier,
        wave,
        string_agg(
            distinct provenance || case when detail = '' then '' else ' (' || detail || ')' end,
            ' ; '
            order by provenance || case when detail = '' then '' else ' (' || detail || ')' end
        ) as origin
    from source
    group by num_dossier, wave
)

select
    newest.num_dossier,
    newest.wave,
    coalesce(newest.title, '') as title,
    coalesce(newest.beneficiary, '') as beneficiary,
    coalesce(why.origin, $otherwise) as origin,
    newest.call_for_projects,
    newest.description,
    newest.actions,
    newest.outcome
from newest
left join why on why.num_dossier = newest.num_dossier and why.wave = newest.wave
order by newest.num_dossier
