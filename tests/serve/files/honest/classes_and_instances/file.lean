class C (α : Type) where
  op : α → α

instance : C Nat := ⟨fun n => n⟩

def twice {α : Type} [C α] (x : α) : α := C.op (C.op x)
