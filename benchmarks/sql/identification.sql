-- The demonstration's operations over and over, each copy under its own number and carrier.
create table operation as
select
    * exclude (copy) replace (
        if(copy = 0, num_dossier, num_dossier || '-' || copy) as num_dossier,
        if(copy = 0, beneficiary, beneficiary || ' ' || copy) as beneficiary,
        if(copy = 0, search_text, regexp_replace(search_text, '^([^|]*\| [^|]* \| [^|]*) \|', '\1 ' || copy || ' |')) as search_text
    )
from demonstration.operation
cross join range(0, ($rows // 14016 + 1)::bigint) as copies (copy)
limit $rows
