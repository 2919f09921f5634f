UPDATE raw SET {cell} = NULL WHERE trim({cell}, $whitespace) = ''
