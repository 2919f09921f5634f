-- What the values of a column of `raw` look like: how many are filled, dates, percentages, numbers, whole numbers, postcodes; the
-- least and the greatest number; how many lengths the numbers without any sign have (one with signs counts as another), about how many values differ, and the
-- usual length.
count({column}),
count(*) filter (regexp_matches({column}, '^\s*(?:\d{1,2}[-/. ]\d{1,2}[-/. ](?:\d{2}|\d{4})|\d{4}[-/]\d{1,2}[-/]\d{1,2}|\d{1,2}(?:er)? \p{L}{3,9}\.? \d{4})(?:$|[T ])')),
count(*) filter (ends_with(rtrim({column}), '%')),
count(number(rtrim({column}, '% '), '.')::double),
count(*) filter (regexp_full_match({column}, '\s*\d{1,3}(?: ?\d{3})*(?:[.,]0+)?\s*|\s*\d+\s*')),
count(*) filter (regexp_full_match({column}, '(?:0[1-9]|[1-8]\d|9[0-8])\d{3}(?:[.,]0+)?')),
min(number(rtrim({column}, '% '), '.')::double),
max(number(rtrim({column}, '% '), '.')::double),
count(distinct case when regexp_full_match({column}, '\d+') then length({column}) when {column} is not null then -1 end),
approx_count_distinct({column}),
coalesce(avg(length({column})), 0)
