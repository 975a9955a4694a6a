intro h
constructor
{ exact h.right }
{ exact h.left }
