select distinct {column} as text
from mapped
where contains({column}, '&') and regexp_matches({column}, '&(#\d+|#[xX][0-9a-fA-F]+|[a-zA-Z][a-zA-Z0-9]*);')
