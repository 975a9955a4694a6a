namespace declared
theorem declare_x (a b : Prop) (ha : a) (hb : b) : b ∧ a := And.intro hb ha
end declared

theorem names_like_commands (p q : Prop) (hp : p) (hq : q) : q ∧ p :=
  declared.declare_x p q hp hq
