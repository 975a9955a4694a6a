by
  omega
