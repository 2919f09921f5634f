-- A cell that holds line breaks pushes every following record down in the file.
with total as (
    select position, (sum(breaks) over (order by position))::bigint as breaks from raw_breaks
),

numbered as (
    select records.position, $first + records.position + coalesce(total.breaks, 0) as line
    from (select rowid as position from raw) as records
    asof left join total on records.position > total.position
)

update raw set line = numbered.line from numbered where raw.rowid = numbered.position
