-- Measures of each territory of one level, in each wave and in all of them. Every territory has its row, whatever the
-- selection holds; so has what no territory can show: the national strand, operations of several places or of none known.
with {selection},

cells as (
    select
        coalesce(
            nullif({territory}::varchar, 'Non renseigné'),
            (select region from region_reference where kind = 'national' and region_reference.region = selection.region),
            'Non renseigné'
        ) as place,
        wave,
{cell_measures}
    from selection
    group by all
),

known as (
    select 'region' as level, region as place, cog as code, region as name, region, region_2016
    from region_reference
    where kind <> 'national'
    union all
    select distinct 'region_2016', region_2016, region_2016_cog, region_2016, null, region_2016
    from region_reference
    where kind <> 'national'
    union all
    select 'department', code, code, name, region, region_2016
    from department_reference
),

territories as (
    select 'territoire' as kind, place, code, name, region, region_2016
    from known
    where level = $level
    union all
    select
        case when region_reference.kind = 'national' then 'national' when place in ('Plusieurs régions', 'Plusieurs départements') then 'plusieurs' else 'inconnu' end,
        place, null, place, region_reference.region, region_reference.region_2016
    from (select distinct place from cells)
    left join region_reference on region_reference.region = place and region_reference.kind = 'national'
    where place not in (select place from known where level = $level)
),

waves as (
    select distinct wave from cells
    union all
    select 'total'
),

measured as (
    select
        grouping(place) = 1 as is_total,
        place,
        case when grouping(wave) = 1 then 'total' else wave end as wave,
{measures}
    from cells
    group by grouping sets ((place, cells.wave), (place), (cells.wave), ())
),

-- What several territories share, at equal shares. A former region may be missing from the list where a present one stands for it.
spread as (
    select
        unnest({shared}) as place,
        wave,
        counted,
        total_cost,
        eu_amount,
        case $level when 'department' then len(departments) when 'region_2016' then len(regions_2016) else greatest(len(regions), len(regions_2016)) end as parts
    from selection
    where {shared} is not null
),

shared as (
    select
        place,
        case when grouping(wave) = 1 then 'total' else wave end as wave,
        count(*) filter (counted) as operations,
        count(*) as programme_operations,
        -- Summed as decimals: floating numbers would depend on the order in which threads meet them.
        sum((total_cost / parts)::decimal(18, 6)) filter (counted)::double as total_cost,
        sum((eu_amount / parts)::decimal(18, 6)) filter (counted)::double as eu_amount
    from spread
    group by grouping sets ((place, spread.wave), (place))
)

select
    territories.kind,
    territories.code,
    territories.name,
    territories.region,
    territories.region_2016,
    waves.wave,
    coalesce(measured.operations, 0) as operations,
    coalesce(measured.total_cost, case when coalesce(measured.operations, 0) = 0 then 0 end) as total_cost,
    coalesce(measured.eu_amount, case when coalesce(measured.operations, 0) = 0 then 0 end) as eu_amount,
    coalesce(measured.programme_operations, 0) as programme_operations,
    coalesce(shared.operations, 0) as shared_operations,
    coalesce(shared.total_cost, case when coalesce(shared.operations, 0) = 0 then 0 end) as shared_total_cost,
    coalesce(shared.eu_amount, case when coalesce(shared.operations, 0) = 0 then 0 end) as shared_eu_amount,
    coalesce(shared.programme_operations, 0) as shared_programme_operations,
    whole.operations as all_operations,
    whole.total_cost as all_total_cost,
    whole.eu_amount as all_eu_amount,
    whole.programme_operations as all_programme_operations
from territories
cross join waves
left join measured on not measured.is_total and measured.place = territories.place and measured.wave = waves.wave
left join shared on shared.place = territories.place and shared.wave = waves.wave
join measured as whole on whole.is_total and whole.wave = waves.wave
order by waves.wave = 'total', waves.wave desc, territories.kind <> 'territoire', territories.code, territories.name collate fr
