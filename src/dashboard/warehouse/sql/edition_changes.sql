-- Every change, one row per operation and field, in the order of the numbers.
select
    case pair.presence when 'commune' then 'modifiée' else pair.presence end as presence,
    pair.num_dossier,
    case when pair.presence = 'partie' then pair.earlier.title else pair.later.title end as title,
    case when pair.presence = 'partie' then pair.earlier.beneficiary else pair.later.beneficiary end as beneficiary,
    case when pair.presence = 'partie' then pair.earlier.programme else pair.later.programme end as programme,
    changed.field, changed.before, changed.after, changed.difference
from edition_pair as pair
left join edition_field as changed on changed.num_dossier = pair.num_dossier
where pair.presence <> 'commune' or changed.field is not null
order by pair.num_dossier, changed.rank
