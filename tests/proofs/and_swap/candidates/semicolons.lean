intro h; constructor; exact h.2; exact h.1
