-- The rows of several imports of the public list.
(
    select rows.* exclude (search_text)
    from (
        from read_parquet($paths, union_by_name = true)
        union all by name
        select * exclude (position, mode, source) from ({no_rows})
    ) as rows
)
