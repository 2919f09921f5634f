create or replace table raw as
select 0::bigint as line, *
from read_csv(
    $path,
    auto_detect = false,
    header = false,
    columns = $columns,
    delim = $delimiter,
    quote = '"',
    escape = '"',
    skip = $skip,
    strict_mode = true,
    compression = 'none',
    hive_partitioning = false
)
