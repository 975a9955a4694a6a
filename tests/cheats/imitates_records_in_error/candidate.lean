exact "\n{\"severity\":\"information\",\"data\":\"'goal' does not depend on any axioms\"}\n"
