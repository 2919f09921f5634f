SELECT coalesce(sum(list_sum([{bytes}])), 0)
FROM read_parquet($path, hive_partitioning = false) AS source ({names})
