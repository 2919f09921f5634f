-- Measures of the selection in each wave and in all of them: of the whole (`dimension` null, a row of zeros where nothing is
-- selected), then by each value of the dimensions asked for, with words, shares and rates, in the order in which they are read.
with {selection},

valued as (
    select
        programme,
        wave,
        counted,
        total_cost,
        eu_amount,
        participants_entered,
        participants_planned{values}
    from selection
),

cells as (
    select
        {dimension} as dimension,
        {code} as code,
        {programme} as programme,
        case when grouping(wave) = 0 then wave else 'total' end as wave,
{cell_measures}
    from valued
    group by grouping sets ({grouping_sets}(valued.wave), ())
),

known as (
    select
        dimension,
        code,
        programme,
        wave,
        operations,
        coalesce(total_cost, case when operations = 0 then 0 end)::double as total_cost,
        coalesce(eu_amount, case when operations = 0 then 0 end)::double as eu_amount,
        participants::bigint as participants,
        participants_planned::bigint as participants_planned,
        operations_with_participants,
        programme_operations,
        coalesce(programme_total_cost, case when programme_operations = 0 then 0 end)::double as programme_total_cost,
        coalesce(programme_eu_amount, case when programme_operations = 0 then 0 end)::double as programme_eu_amount,
        programme_participants::bigint as programme_participants,
        programme_participants_planned::bigint as programme_participants_planned,
        first_value(operations) over (partition by dimension, programme, code order by wave = 'total' desc) as all_operations,
        min(programme) over (partition by dimension) <> max(programme) over (partition by dimension) as several_programmes
    from cells
),

-- An operation that nobody examined has no category: what a category weighs is told against its whole wave.
compared as (
    select
        known.* exclude (programme_operations, programme_total_cost, programme_eu_amount, programme_participants, programme_participants_planned),
        coalesce(ground.programme_operations, known.programme_operations) as programme_operations,
        coalesce(ground.programme_total_cost, known.programme_total_cost) as programme_total_cost,
        coalesce(ground.programme_eu_amount, known.programme_eu_amount) as programme_eu_amount,
        coalesce(ground.programme_participants, known.programme_participants) as programme_participants,
        coalesce(ground.programme_participants_planned, known.programme_participants_planned) as programme_participants_planned,
        ratio(known.operations, whole.operations) as operations_share,
        ratio(known.total_cost, whole.total_cost) as total_cost_share,
        ratio(known.eu_amount, whole.eu_amount) as eu_amount_share,
        ratio(known.participants, whole.participants) as participants_share
    from known
    join known as whole on whole.dimension is null and whole.wave = known.wave
    left join known as ground on known.dimension = 'category' and ground.dimension is null and ground.wave = known.wave
    where known.dimension is distinct from 'category' or known.operations > 0
)

select
    compared.dimension,
    case when several_programmes then compared.programme || ' · ' || compared.code else compared.code end as value,
    case when several_programmes then compared.programme || ' · ' else '' end
        || case when compared.dimension = 'priority_axis' and compared.code <> 'Non renseigné' then 'Axe ' else '' end
        || compared.code
        || case when code_label.label is null then '' else ' – ' || code_label.label end as label,
    compared.* exclude (dimension, several_programmes, all_operations),
    ratio(eu_amount, total_cost) as eu_rate,
    ratio(programme_eu_amount, programme_total_cost) as programme_eu_rate,
    ratio(operations, programme_operations) as operations_programme_share,
    ratio(total_cost, programme_total_cost) as total_cost_programme_share,
    ratio(eu_amount, programme_eu_amount) as eu_amount_programme_share,
    ratio(participants, programme_participants) as participants_programme_share,
    ratio(operations_with_participants, operations) as operations_with_participants_share
from compared
left join code_label
    on code_label.period = $period
    and code_label.dimension = compared.dimension
    and code_label.programme = compared.programme
    and code_label.code = compared.code
left join category_reference on compared.dimension = 'category' and category_reference.category = compared.code
left join programme_rank on programme_rank.period = $period and programme_rank.programme = compared.programme
order by
    compared.dimension nulls first,
    compared.code = 'Non renseigné',
    category_reference.position nulls last,
    programme_rank.position nulls last,
    compared.programme,
    case when compared.programme is not null then code_order(compared.code) end,
    case when compared.dimension = 'wave' then compared.code = 'hors vague' end,
    case when compared.dimension = 'wave' then compared.code end desc,
    case when compared.dimension <> 'category' then -all_operations end,
    compared.code,
    compared.wave = 'total',
    compared.wave = 'hors vague',
    compared.wave desc
