by constructor
   exact hp
   exact hq
