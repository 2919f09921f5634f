-- The decisions that stand, the newest import's: on the operation of one wave, or of any wave where `wave` is null.
create table decision as
with imported as (
    from {rows}
    -- Imports made before decisions could name a wave don't have the column.
    union all by name
    select null::varchar as wave
    where false
)

select imported.num_dossier, imported.wave, imported.retained, imported.category, imported.reason, imported.source, imported.import_id
from imported
join active_import as active on active.import_id = imported.import_id
qualify
    row_number() over (partition by imported.num_dossier, imported.wave order by active.position desc) = 1
    -- A later decision on any wave takes the place of those on one.
    and active.position >= coalesce(max(active.position) filter (imported.wave is null) over (partition by imported.num_dossier), active.position);
