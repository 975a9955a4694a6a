exact (add, unsafe 1).2
