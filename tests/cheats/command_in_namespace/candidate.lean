theorem run_hidden : 1 = 1 := rfl
namespace Nat
run_hidden 1
end Nat

theorem goal : 1 = 2 := by decide
