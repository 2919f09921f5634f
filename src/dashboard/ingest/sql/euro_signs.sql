-- The cells of a column of amounts that say « € » themselves, all those that hold something, and one of the former.
select count(*) filter (says_euros({cell})), count(*) filter (not says_nothing({cell})), min({cell}) filter (says_euros({cell}))
from mapped
