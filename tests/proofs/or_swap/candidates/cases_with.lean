intro h
cases h with
| inl hp => right; exact hp
| inr hq => left; exact hq
