:= have h : p := hp
   ⟨h, hq⟩
