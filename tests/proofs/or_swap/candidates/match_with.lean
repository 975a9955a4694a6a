intro h
match h with
| .inl hp => exact .inr hp
| .inr hq => exact .inl hq
