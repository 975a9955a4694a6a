intro h
constructor
case left => exact h.2
case right => exact h.1
