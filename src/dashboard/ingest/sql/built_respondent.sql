-- A file without a column for the respondents: the key is the content, and the rank among the rows that share it.
concat(
    'R-',
    left(sha256([wave, type_label, region_label, answer, reported::varchar, remark]::varchar), 12),
    '-',
    row_number() over (partition by wave, type_label, region_label, answer, reported::varchar, remark order by line)
)
