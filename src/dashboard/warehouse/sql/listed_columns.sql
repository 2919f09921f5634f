-- How the list writes what an operation doesn't hold as one text or one number: a column a line, which ends with its name.
array_to_string(warnings, ' ; ') as warnings
array_to_string(list_transform(completed_fields, lambda cell: cell.field), ' ; ') as completed_fields
coalesce(array_to_string(regions, ' ; '), region) as region
coalesce(array_to_string(regions_2016, ' ; '), region_2016) as region_2016
array_to_string(list_transform(regions_2016, lambda place: place || ' (1/' || len(regions_2016) || ')'), ', ') as region_shares
coalesce(array_to_string(departments, ' ; '), department) as department
coalesce(array_to_string(intervention_types, ' ; '), intervention_type) as intervention_type
case when high_rate then 'oui' end as high_rate
eu_amount::double / nullif(total_cost::double, 0) as eu_rate
