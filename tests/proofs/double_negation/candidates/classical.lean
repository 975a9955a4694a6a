exact fun h => Classical.byContradiction h
