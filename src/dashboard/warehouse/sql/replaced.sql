-- An import replaces the same source in the same wave and programme, unless it only completes.
delete from operation
using (
    select earlier.position, earlier.wave, earlier.programme
    from (select distinct position, source, wave, programme from operation) as earlier
    join (select distinct position, source, wave, programme from operation where mode <> 'compléter') as later
        on later.source = earlier.source and later.wave = earlier.wave and later.programme = earlier.programme
        and later.position > earlier.position
) as replaced
where replaced.position = operation.position and replaced.wave = operation.wave and replaced.programme = operation.programme;

-- An edition of the public list of 2021-2027 replaces the whole of it: its waves are years of agreement, which change.
delete from operation
using ({newest_edition}) as newest
where operation.source = 'list_2021_2027' and operation.position < newest.position
