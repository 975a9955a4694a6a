exact fun
  | .inl hp => .inr hp
  | .inr hq => .inl hq
