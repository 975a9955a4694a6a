-- no hole here
first | done | sorry
