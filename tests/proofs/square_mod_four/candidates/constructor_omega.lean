constructor
· omega
· omega
