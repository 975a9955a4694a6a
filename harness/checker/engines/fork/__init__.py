"""A process that imports a header once and forks for each candidate: its two sides.

`client` runs in the application. `programs/serve` is the process; `namespace` puts it into namespaces of its
own, and `sandbox/confine` puts limits, Landlock and a system call filter around each of its children. What
runs in the process imports little, since each child starts as a copy of it.
"""
