exact idbg 0; by decide
