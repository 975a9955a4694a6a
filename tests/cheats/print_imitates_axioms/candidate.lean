theorem goal : 1 = 2 := sorry

#print "'goal' does not depend on any axioms"
