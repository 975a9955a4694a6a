-- omega
/- omega -/
