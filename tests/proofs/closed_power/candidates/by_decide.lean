by decide
