CREATE OR REPLACE TABLE raw AS
SELECT line + 1 AS line, {cells}
FROM read_parquet($path, file_row_number = true, hive_partitioning = false) AS source ({names}, line)
