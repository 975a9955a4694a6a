/-! An example: `example : 1 = 2 := sorry` would be one. -/

-- example
def «example» : String := "example"

def A.example_of := «example»
