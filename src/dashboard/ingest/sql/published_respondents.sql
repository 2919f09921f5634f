insert into published_respondent
select respondent, wave
from warehouse.survey_answer
where list_contains($imports, import_id)
