calc a ≤ b := hab
  _ ≤ c := hbc
