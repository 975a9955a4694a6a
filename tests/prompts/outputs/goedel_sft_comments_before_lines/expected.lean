  -- Both remainders are zero.
  -- So is the sum's.
  omega
