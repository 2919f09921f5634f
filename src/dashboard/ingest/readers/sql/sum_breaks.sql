SELECT coalesce(sum(breaks), 0)::BIGINT FROM raw_breaks
