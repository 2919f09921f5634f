-- What each of the two editions says of each operation, field by field, as text.
create temp table edition_value as
select num_dossier, presence, unnest([
    {'rank': 1, 'field': 'title', 'before': earlier.title, 'after': later.title},
    {'rank': 2, 'field': 'beneficiary', 'before': earlier.beneficiary, 'after': later.beneficiary},
    {'rank': 3, 'field': 'total_cost', 'before': earlier.total_cost::varchar, 'after': later.total_cost::varchar},
    {'rank': 4, 'field': 'eu_amount', 'before': earlier.eu_amount::varchar, 'after': later.eu_amount::varchar},
    {'rank': 5, 'field': 'first_agreement_date', 'before': earlier.first_agreement_date::varchar, 'after': later.first_agreement_date::varchar},
    {'rank': 6, 'field': 'start_date', 'before': earlier.start_date::varchar, 'after': later.start_date::varchar},
    {'rank': 7, 'field': 'end_date', 'before': earlier.end_date::varchar, 'after': later.end_date::varchar},
    {'rank': 8, 'field': 'programme', 'before': earlier.programme, 'after': later.programme},
    {'rank': 9, 'field': 'specific_objective', 'before': earlier.os_code, 'after': later.os_code},
    {'rank': 10, 'field': 'region', 'before': earlier.region_label, 'after': later.region_label},
    {'rank': 11, 'field': 'department', 'before': earlier.department_label, 'after': later.department_label},
    {'rank': 12, 'field': 'zone', 'before': earlier.zone, 'after': later.zone},
    {'rank': 13, 'field': 'operation_postcode', 'before': earlier.operation_postcode, 'after': later.operation_postcode},
    {'rank': 14, 'field': 'beneficiary_postcode', 'before': earlier.beneficiary_postcode, 'after': later.beneficiary_postcode},
    {'rank': 15, 'field': 'country', 'before': earlier.country, 'after': later.country},
    {'rank': 16, 'field': 'intervention_category', 'before': earlier.intervention_category, 'after': later.intervention_category},
    {'rank': 17, 'field': 'description', 'before': earlier.description, 'after': later.description}
], recursive := true)
from edition_pair
