  /- The remainder is known. -/
  omega
