theorem goal (p : Prop) (h : p → False) : p → False := h
