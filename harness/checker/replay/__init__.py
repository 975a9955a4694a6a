"""Kernel replay: a clean process in which Lean's kernel checks a candidate's declarations once more.

`base` says what a replayer is, `native` and `leanchecker` are two, `find` chooses one; `programs/server` is
the process that `native` starts. Nothing is imported here, since the server imports this package too.
"""
