decide (config := { native := true })
