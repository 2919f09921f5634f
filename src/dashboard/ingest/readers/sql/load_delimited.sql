CREATE OR REPLACE TABLE raw AS
SELECT 0::BIGINT AS line, *
FROM read_csv(
    $path,
    auto_detect = false,
    header = false,
    columns = $columns,
    delim = $delimiter,
    quote = '"',
    escape = '"',
    skip = $skip,
    null_padding = $pad,
    strict_mode = true,
    compression = 'none',
    hive_partitioning = false
)
