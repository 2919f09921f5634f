-- The remarks that structures made, with the themes that the file gives them.
with {survey_selection}

select respondent_key, respondent, survey_type, managing_body_type, region, region_2016, answer, remark, themes, synthetic
from selection
where remark is not null or len(themes) > 0
order by line, respondent_key
