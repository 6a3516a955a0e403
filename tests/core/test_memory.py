"""What the C library does with freed memory, in programs of their own."""

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="settings of GNU's C library")

THREADS = """
import ctypes
import threading
import numpy as np
from engine.core import memory
{before}
kept, ready = [], threading.Barrier(5)
def work():
    kept.append([np.empty(2_000, dtype=np.uint8) for _ in range(500)])
    ready.wait()
for _ in range(4):
    threading.Thread(target=work).start()
ready.wait()
library = ctypes.CDLL(None)
library.fopen.restype = ctypes.c_void_p
output = ctypes.c_void_p(library.fopen(b"/dev/stdout", b"w"))
library.malloc_info(0, output)  # malloc_info(3): one <heap> for each memory of its own
library.fclose(output)
"""
FREED = """
import numpy as np
from engine.core import memory
memory.reuse_freed_memory()
pages = lambda: int(open("/proc/self/statm").read().split()[1])
before = pages()
large = [np.ones(2**20, dtype=np.uint8) for _ in range(100)]
small = np.empty(2_000, dtype=np.uint8)  # above them, so that they are not the end of the heap
most = pages()
del large
memory.return_freed_memory()
print(most - before, pages() - before)
"""


def printed(program):
    root = Path(__file__).parents[2]
    command = [sys.executable, "-c", program]
    return subprocess.run(command, cwd=root, check=True, capture_output=True, text=True).stdout


def test_threads_share_what_was_freed():
    assert printed(THREADS.format(before="memory.share_freed_memory()")).count("<heap ") == 1
    assert printed(THREADS.format(before="")).count("<heap ") > 1, "or the test finds nothing"


def test_freed_memory_goes_back_to_the_system():
    most, left = (int(number) for number in printed(FREED).split())
    assert left < most / 4
