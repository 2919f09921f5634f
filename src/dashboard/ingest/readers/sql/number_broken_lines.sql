-- A cell that holds line breaks pushes every following record down in the file.
WITH total AS (
    SELECT position, (sum(breaks) OVER (ORDER BY position))::BIGINT AS breaks FROM raw_breaks
),
numbered AS (
    SELECT records.position, $first + records.position + coalesce(total.breaks, 0) AS line
    FROM (SELECT rowid AS position FROM raw) AS records
    ASOF LEFT JOIN total ON records.position > total.position
)
UPDATE raw SET line = numbered.line FROM numbered WHERE raw.rowid = numbered.position
