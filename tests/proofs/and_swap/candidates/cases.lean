intro h
cases h with
| intro hp hq => exact And.intro hq hp
