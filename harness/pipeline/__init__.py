"""The loop by which provers make their own data, made of the parts below it."""
