  omega
