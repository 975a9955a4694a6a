  subst four
  decide
