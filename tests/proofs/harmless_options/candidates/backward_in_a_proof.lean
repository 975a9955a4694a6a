set_option backward.isDefEq.respectTransparency.types false in
set_option backward.eqns.nonrecursive false in
omega
