set_option maxHeartbeats 0 in
repeat (have h : 1 = 1 := rfl)
