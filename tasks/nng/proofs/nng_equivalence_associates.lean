  have yes : ∀ a b : Prop, a → ((a ↔ b) ↔ b) := fun a b ha =>
    ⟨fun h => h.mp ha, fun hb => ⟨fun _ => hb, fun _ => ha⟩⟩
  have no : ∀ a b : Prop, ¬a → ((a ↔ b) ↔ ¬b) := fun a b ha =>
    ⟨fun h hb => ha (h.mpr hb), fun hb => ⟨fun k => absurd k ha, fun k => absurd k hb⟩⟩
  by_cases hp : p
  · exact ⟨fun h => ⟨fun _ => ⟨fun hq => h.mp ((yes p q hp).mpr hq), fun hr => (yes p q hp).mp (h.mpr hr)⟩, fun _ => hp⟩,
      fun h => ⟨fun k => (h.mp hp).mp ((yes p q hp).mp k), fun hr => (yes p q hp).mpr ((h.mp hp).mpr hr)⟩⟩
  · constructor
    · intro h
      refine (no p _ hp).mpr ?_
      intro k
      by_cases hq : q
      · exact (no p q hp).mp (h.mpr (k.mp hq)) hq
      · exact hq (k.mpr (h.mp ((no p q hp).mpr hq)))
    · intro h
      have n := (no p _ hp).mp h
      constructor
      · intro k
        have hq := (no p q hp).mp k
        by_cases hr : r
        · exact hr
        · exact absurd ⟨fun a => absurd a hq, fun a => absurd a hr⟩ n
      · intro hr
        refine (no p q hp).mpr ?_
        intro hq
        exact n ⟨fun _ => hr, fun _ => hq⟩
