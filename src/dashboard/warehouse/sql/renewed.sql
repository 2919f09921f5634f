-- The same number in the same wave is the same operation: the newest row stands.
delete from operation
using (
    select num_dossier, wave, max(position) as newest
    from operation
    group by num_dossier, wave
    having count(*) > 1
) as repeated
where repeated.num_dossier = operation.num_dossier and repeated.wave = operation.wave and operation.position < repeated.newest
