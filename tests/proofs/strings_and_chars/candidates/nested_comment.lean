/- outer /- inner -/ still outer: axiom foo : False -/
rfl
