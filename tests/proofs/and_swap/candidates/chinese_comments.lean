-- 交换合取的两边
intro h -- 假设 h : p ∧ q
/- 证明
   完成 -/
exact ⟨h.2, h.1⟩
