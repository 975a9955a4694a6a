omega

#print axioms asked
