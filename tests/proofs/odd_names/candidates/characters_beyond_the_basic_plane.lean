have h : "𝔸𝕏🙂\ud7ff" = "𝔸𝕏🙂\ud7ff" := rfl
exact Nat.add_comm a b
