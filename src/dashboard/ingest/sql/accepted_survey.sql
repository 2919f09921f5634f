select $import_id as import_id, judged.line, respondent, wave, type_label, region_label, answer, remark, theme_labels, reported, warnings
from judged
anti join left_aside on left_aside.line = judged.line
where len(errors) = 0
