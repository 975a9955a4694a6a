"""Inside the sandbox: python -I -S _writer.py CONFIG. Standard input becomes a file, this process a program.

CONFIG is JSON: file, program (path and arguments), environment, cpu_s, memory (seconds, bytes), and report, a
descriptor that hears "started" before the program runs, and more if it can't. Standard library only.
"""

import json
import os
import resource
import sys

_BLOCK = 1 << 20


def main() -> None:
    """Do as CONFIG says."""
    config = json.loads(sys.argv[1])
    target = os.open(config["file"], os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    while block := os.read(0, _BLOCK):
        while block:
            block = block[os.write(target, block) :]
    os.close(target)
    resource.setrlimit(resource.RLIMIT_CPU, (config["cpu_s"], config["cpu_s"]))
    resource.setrlimit(resource.RLIMIT_DATA, (config["memory"], config["memory"]))
    os.set_inheritable(config["report"], False)
    os.write(config["report"], b"started")
    try:
        os.execve(config["program"][0], config["program"], config["environment"])
    except OSError as error:
        os.write(config["report"], b", but no program ran")
        sys.exit(f"{config['program'][0]}: {error}")


if __name__ == "__main__":
    main()
