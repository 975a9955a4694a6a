:= by first | exact hp
            | exact ⟨hp, hq⟩
