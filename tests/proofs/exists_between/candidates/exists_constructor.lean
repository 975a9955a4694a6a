exists a + 1
constructor
· omega
· exact h
