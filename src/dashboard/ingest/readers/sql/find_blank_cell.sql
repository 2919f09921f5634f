-- The comparisons let DuckDB skip whole row groups; the CASE spares trim() from every other cell.
-- Beyond ASCII, spaces stand before « ¡ » and between U+1680 and U+3000, apart from the byte order mark.
SELECT count(*)
FROM (
    SELECT 1
    FROM raw
    WHERE ({cell} < '!' OR {cell} > '~')
        AND CASE
            WHEN {cell} < '!' OR {cell} > '~' AND ({cell} < '¡' OR {cell} >= chr(5760))
            THEN trim({cell}, $whitespace) = ''
            ELSE false
        END
    LIMIT 1
)
