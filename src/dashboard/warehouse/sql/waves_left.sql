-- The numbers, of those of a campaign, whose operation would leave the wave in which the campaign knows it.
select count(*) as operations
from (select unnest($numbers::varchar[]) as num_dossier, unnest($waves::varchar[]) as wave) as held
semi join before.operation as was on was.num_dossier = held.num_dossier and was.wave = held.wave and was.period = $period
anti join after.operation as becomes on becomes.num_dossier = held.num_dossier and becomes.wave = held.wave
