:= by refine ⟨?_, ?_⟩
      · exact hp
      · exact hq
