namespace Evil
def Nat.goalValue := 1
end Evil
export Evil (Nat.goalValue)

theorem goal : 1 = 2 := by decide
