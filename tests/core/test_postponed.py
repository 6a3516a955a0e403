"""What is left out at the start is there when it is asked for; in a program of its own."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
PROGRAM = """
import sys
from engine.core.postponed import UNUSED, postpone
postpone()
import scipy.linalg, scipy.special
inner = {"numpy.f2py.crackfortran", "numpy.testing._private.utils"}
assert UNUSED == ("numpy.f2py", "numpy.testing") and not inner & set(sys.modules)
import numpy
numpy.testing.assert_array_equal([scipy.special.ndtr(0.0)], [0.5])
assert callable(numpy.f2py.get_include)
assert inner <= set(sys.modules)
module = numpy.testing
postpone()
assert sys.modules["numpy.testing"] is module is numpy.testing
"""


def test_scipy_leaves_them_out_and_numpy_has_them():
    subprocess.run([sys.executable, "-c", PROGRAM], cwd=ROOT, check=True)
