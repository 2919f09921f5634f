-- The operations of one identification that the other doesn't have, and the expressions behind them.
with {population},

words as (
    select num_dossier, wave, string_agg(detail, ' ; ' order by detail::varchar collate fr, detail) as expressions
    from source
    where provenance = 'expression'
    group by num_dossier, wave
)

select
    operation.num_dossier,
    operation.wave,
    operation.programme,
    operation.title,
    operation.beneficiary,
    operation.retained,
    coalesce(words.expressions, '') as expressions
from present
anti join absent on absent.num_dossier = present.num_dossier and absent.wave = present.wave
join selection as operation on operation.num_dossier = present.num_dossier and operation.wave = present.wave
left join words on words.num_dossier = present.num_dossier and words.wave = present.wave
where operation.counted
order by operation.num_dossier, operation.wave
