sorry

#print "'goal' depends on axioms: [propext]"
