have _h : "\\ \" \' \n \r \t \x41 \u03b1" = "\\ \" \' \n \r \t A α" := rfl
rfl
