"""A process that imports a header once and forks for each candidate: its two sides and its walls.

`front` runs in the application. `serve` is the process; `room` puts it into namespaces of its own, and
`confine` puts each of its children behind limits, Landlock and a system call filter. What runs in the process
imports little, since each child starts as a copy of it.
"""
