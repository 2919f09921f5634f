-- The rows whose state says that they are not programmed.
insert into unprogrammed
select line, 'statut : ' || left(one_line({cell}), $longest)
from raw
where {cell} in (select unnest($states))
