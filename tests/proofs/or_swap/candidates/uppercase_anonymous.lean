intro H
exact H.elim (fun a => Or.inr a) (fun b => Or.inl b)
