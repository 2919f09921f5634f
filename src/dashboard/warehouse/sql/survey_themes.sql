-- The themes of reference, in their order.
select theme, polarity, summary
from survey_theme
order by position
