  norm_num
  linarith
