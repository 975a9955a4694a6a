refine Exists.intro 2 ?h
decide
