  omega

#check asked
#print asked
