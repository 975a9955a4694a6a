inductive T where
  | leaf : T
  | node : T → T → T
deriving DecidableEq
