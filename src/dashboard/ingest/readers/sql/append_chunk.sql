INSERT INTO raw SELECT line, {cells} FROM raw_chunk ORDER BY line
