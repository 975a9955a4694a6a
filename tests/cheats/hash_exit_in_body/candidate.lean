skip
#exit
