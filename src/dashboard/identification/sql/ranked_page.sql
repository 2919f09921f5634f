-- One page of the ranked operations that the filters keep, with how many there are in all and the texts to show.
-- A filter on the decision restricts nothing here: nobody judged them.
with {population}

select
    ranked.place,
    ranked.score,
    count(*) over () as ranked_in_all,
    operation.num_dossier,
    operation.wave,
    operation.beneficiary,
    case when operation.period = '2014-2020' then operation.region else operation.region_2016 end as region,
    {texts}
from ranked
join selection as operation on operation.num_dossier = ranked.num_dossier and operation.wave = ranked.wave
order by ranked.place
limit $rows offset $first
