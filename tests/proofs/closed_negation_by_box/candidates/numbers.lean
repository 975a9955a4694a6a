intro h
exact absurd (h 0 0 0 (by decide) (by decide)) (by decide)
