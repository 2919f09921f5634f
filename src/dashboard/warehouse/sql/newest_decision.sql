-- The decision that stands on a number of 2021-2027: the newest, whatever year it names, since an operation's year changes from
-- one edition to the next. One on a wave of 2014-2020 is about another operation.
select decision.*
from decision
join active_import as active on active.import_id = decision.import_id
where decision.wave is null or decision.wave not in (select wave from wave_reference where period = '2014-2020')
qualify row_number() over (
    partition by decision.num_dossier order by active.position desc, decision.wave is null, is_no_wave(decision.wave), decision.wave desc
) = 1
