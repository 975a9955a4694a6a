  native_decide
