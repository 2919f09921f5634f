CREATE OR REPLACE TEMP TABLE raw_breaks AS
SELECT rowid AS position, {breaks} AS breaks
FROM raw
WHERE {broken}
