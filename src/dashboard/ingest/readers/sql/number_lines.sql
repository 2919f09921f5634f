UPDATE raw SET line = rowid + $first
