constructor
exacts [rfl, sorry]
