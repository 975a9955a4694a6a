sorry

#print
