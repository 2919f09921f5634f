-- The operations that came, left or changed, those that move the most euros first, at most $most of each kind.
-- `operations` counts all of the kind; `changes` holds the fields of each.
with changed as (
    select
        num_dossier,
        sum(difference) filter (field = 'total_cost') as total_cost_difference,
        sum(difference) filter (field = 'eu_amount') as eu_amount_difference,
        list({'field': field, 'before': before, 'after': after, 'difference': difference} order by rank) as changes
    from edition_field
    group by num_dossier
),

listed as (
    select
        case pair.presence when 'commune' then 'modifiée' else pair.presence end as presence,
        pair.num_dossier,
        case when pair.presence = 'partie' then pair.earlier else pair.later end as known,
        coalesce(changed.total_cost_difference, 0) as total_cost_difference,
        coalesce(changed.eu_amount_difference, 0) as eu_amount_difference,
        coalesce(changed.changes, []) as changes
    from edition_pair as pair
    left join changed on changed.num_dossier = pair.num_dossier
    where pair.presence <> 'commune' or changed.num_dossier is not null
)

select
    presence,
    num_dossier,
    known.wave as wave,
    known.title as title,
    known.beneficiary as beneficiary,
    known.programme as programme,
    known.retained as retained,
    known.total_cost as total_cost,
    known.eu_amount as eu_amount,
    total_cost_difference,
    eu_amount_difference,
    changes,
    count(*) over (partition by presence) as operations
from listed
qualify row_number() over (partition by presence order by abs(total_cost_difference) desc, abs(eu_amount_difference) desc, num_dossier) <= $most
order by presence, abs(total_cost_difference) desc, abs(eu_amount_difference) desc, num_dossier
