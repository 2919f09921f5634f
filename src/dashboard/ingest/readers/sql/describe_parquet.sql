describe select * from read_parquet($path, hive_partitioning = false)
