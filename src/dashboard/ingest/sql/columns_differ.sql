-- Whether two columns of `raw` differ in one row at least.
select 1 from raw where {one} is distinct from {other} limit 1
