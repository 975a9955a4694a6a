exact show q ∧ p from (fun run_h : p ∧ q => ⟨run_h.2, run_h.1⟩) ⟨hp, hq⟩
