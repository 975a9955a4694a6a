exact funext h
