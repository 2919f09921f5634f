with {selection},

listed as (
    select
        * replace (
            array_to_string(warnings, ' ; ') as warnings,
            array_to_string(list_transform(completed_fields, lambda cell: cell.field), ' ; ') as completed_fields,
            coalesce(array_to_string(regions, ' ; '), region) as region,
            coalesce(array_to_string(regions_2016, ' ; '), region_2016) as region_2016,
            coalesce(array_to_string(departments, ' ; '), department) as department,
            coalesce(array_to_string(intervention_types, ' ; '), intervention_type) as intervention_type,
            case when high_rate then 'oui' end as high_rate
        ),
        eu_amount::double / nullif(total_cost::double, 0) as eu_rate,
        array_to_string(list_transform(regions_2016, lambda place: place || ' (1/' || len(regions_2016) || ')'), ', ') as region_shares
    from selection
    where counted
)

select {columns}
from listed
order by {order} {direction} nulls last, {column} {direction} nulls last, total_cost desc nulls last, num_dossier, wave
limit $limit
offset $offset
