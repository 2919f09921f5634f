create or replace table raw as
select line + 1 as line, {cells}
from read_parquet($path, file_row_number = true, hive_partitioning = false) as source ({names}, line)
