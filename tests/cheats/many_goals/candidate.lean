iterate 20 (refine id (?_ : 1 = 2)) ; all_goals (repeat (constructor <;> skip))
