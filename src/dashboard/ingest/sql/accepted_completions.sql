select $import_id as import_id, completion.*
from completion
anti join left_aside on left_aside.line = completion.line
