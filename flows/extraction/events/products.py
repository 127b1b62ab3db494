"""The parser's matrix products by numpy's own library, about twice as fast as the one that spaCy ships for any machine.

A library may round a row differently according to where it stands in a matrix and how many rows there are; then the
same sentence could be parsed differently in another batch.  So the rows are multiplied in blocks of one fixed size,
and a trial shows whether their place in a block matters on this machine.  If it does, spaCy's own products stay.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

Matrix = npt.NDArray[np.float32]

_ROWS = 16  # of the widest vector units, so that all rows of a block are treated alike


def blockwise(x: Matrix, weights: Matrix) -> Matrix:
    """``x @ weights.T``, each row rounded in the same way whatever stands around it."""
    rows, width = x.shape
    blocks = -(-rows // _ROWS)
    if blocks * _ROWS != rows:
        padded = np.zeros((blocks * _ROWS, width), dtype=np.float32)
        padded[:rows] = x
        x = padded
    turned = x.reshape(blocks, _ROWS, width).transpose(0, 2, 1)
    product = np.matmul(weights, turned).transpose(0, 2, 1)
    return np.ascontiguousarray(product).reshape(blocks * _ROWS, len(weights))[:rows]


def use_fast_products(nlp: Any) -> bool:
    """Give the pipeline ``nlp`` these products; False where it computes elsewhere (GPU) or the trial fails.

    From then on numpy's library uses one thread in this process: the matrices are small, and of several threads each
    waits for the slowest, on a busy machine thirty times as long as the product takes.
    """
    from thinc.api import NumpyOps
    from threadpoolctl import threadpool_limits

    nodes = [node for _, pipe in nlp.pipeline if hasattr(pipe, "model") for node in pipe.model.walk()]
    if not nodes or any(type(node.ops) is not NumpyOps for node in nodes):
        return False
    threadpool_limits(limits=1, user_api="blas")
    if not steady():
        return False
    ops = _ops()
    for node in nodes:
        node.ops = ops
    return True


def steady() -> bool:
    """Whether a row comes out the same, to the last bit, at each place of a block and whatever follows it."""
    draw = np.random.default_rng(0)
    for width, columns in ((96, 50), (288, 96)):
        x = draw.standard_normal((3 * _ROWS, width)).astype(np.float32)
        weights = draw.standard_normal((columns, width)).astype(np.float32)
        whole = blockwise(x, weights)
        if not np.allclose(whole[0], weights @ x[0], rtol=1e-3, atol=1e-3):
            return False
        shifts = ((1, 2), (2, 20), (3, 48), (5, 7), (8, 24), (11, 12), (15, 16))
        if any(not np.array_equal(blockwise(x[low:high], weights), whole[low:high]) for low, high in shifts):
            return False
    return True


def _ops() -> Any:
    from thinc.api import NumpyOps

    class Products(NumpyOps):  # type: ignore[misc]  # thinc has no types for it
        def gemm(self, x: Any, y: Any, out: Any = None, trans1: bool = False, trans2: bool = False) -> Any:
            if trans1 or not trans2 or x.dtype != np.float32 or y.dtype != np.float32:
                return super().gemm(x, y, out=out, trans1=trans1, trans2=trans2)
            product = blockwise(x, y)
            if out is None:
                return product
            out[...] = product
            return out

    return Products()
