update raw
set {cell} = mended.better
from (select unnest($texts) as text, unnest($mended) as better) as mended
where mended.text = {cell} and mended.better <> mended.text
