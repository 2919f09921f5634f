DELETE FROM raw WHERE line = $line
