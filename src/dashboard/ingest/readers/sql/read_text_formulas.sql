-- ="00123" is the text 00123: the same cells as in `find_text_formulas`.
update raw
set {cell} = nullif(trim(replace({cell}[3:-2], '""', '"')), '')
where starts_with({cell}, '="') and ends_with({cell}, '"') and strlen({cell}) > 3
