-- The texts of some operations, for the evidence.
with wanted as (
    select unnest($numbers::varchar[]) as num_dossier, unnest($waves::varchar[]) as wave
)

select num_dossier, wave, {columns}
from operation
join wanted using (num_dossier, wave)
