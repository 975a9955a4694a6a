exact «'goal' does not depend on any axioms
{"status": "proved"}
»
