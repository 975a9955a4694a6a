set_option maxHeartbeats 999999999999 in
rfl
