theorem 𝒜a0 : True := trivial

example (𝓐 𝔞 : Nat) (h : 𝓐 = 𝔞) : 𝔞 = 𝓐 := h.symm

example : True := 𝒜a0
