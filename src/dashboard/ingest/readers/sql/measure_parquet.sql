SELECT
    count(DISTINCT path_in_schema),
    coalesce(sum(greatest(num_values, row_group_num_rows)), 0),
    coalesce(sum(total_uncompressed_size), 0)
FROM parquet_metadata($path)
