  decide
