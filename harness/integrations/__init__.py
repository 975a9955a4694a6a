"""How other programs use this one."""
