-- The same number in the same wave is the same operation: the newest row stands. In 2021-2027 the number alone says it.
delete from operation
using (
    select num_dossier, case when period = '2021-2027' then '' else wave end as told_apart, period = '2021-2027' as by_number, max(position) as newest
    from operation
    group by all
    having count(*) > 1
) as repeated
where
    repeated.num_dossier = operation.num_dossier
    and repeated.by_number = (operation.period = '2021-2027')
    and (repeated.by_number or repeated.told_apart = operation.wave)
    and operation.position < repeated.newest
