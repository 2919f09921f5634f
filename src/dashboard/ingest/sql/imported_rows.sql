-- The rows that an import has just written, with the columns of those of the warehouse.
select *, 0 as position, '' as mode, '' as source
from (
    from read_parquet('{path}')
    union all by name
    select * exclude (position, mode, source) from ({no_rows})
)
