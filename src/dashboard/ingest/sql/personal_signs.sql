contains({column}, '@')
or (strlen({column}) between 10 and 40 and {column} >= '(' and {column} < '3' and not contains({column}, '/'))
