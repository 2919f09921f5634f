select category, short_label, definition
from category_reference
order by position
