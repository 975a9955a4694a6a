-- this is in the library
Nat.succ_add a b -- done
