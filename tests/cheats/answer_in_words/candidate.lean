The proof is left to the reader.
