-- The import that holds the edition in place of the public list: each replaces the whole list before it.
select max(position) as position
from active_import
where source = 'list_2021_2027' and mode <> 'compléter'
