CREATE OR REPLACE TABLE raw (line BIGINT, {columns})
