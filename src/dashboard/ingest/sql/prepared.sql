-- The operations of imports that no warehouse holds yet: nothing says their programming period.
create table published as
select num_dossier, wave, null::varchar as period, null::varchar as programme, title, total_cost, eu_amount, source, import_id, line
from {rows}
