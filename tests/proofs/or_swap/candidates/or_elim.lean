exact fun h => Or.elim h Or.inr Or.inl
