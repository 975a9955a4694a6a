intro x
exact x
