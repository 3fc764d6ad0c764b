"""A support vector machine with a Gaussian kernel (Cortes and Vapnik 1995), as it is served."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from stemfaq.index.encoder import Vectors


@dataclass(frozen=True, slots=True)
class KernelMachine:
    """What was fitted. Without support vectors it decides by its bias alone."""

    support: Vectors  # shape (support vectors, dimensions), norm 1
    dual: npt.NDArray[np.float32]  # (support vectors,)
    bias: float
    gamma: float  # of the kernel exp(-gamma ‖x - y‖²)

    def decide(self, vectors: Vectors) -> npt.NDArray[np.float64]:
        """The decision for each vector (norm 1), positive for yes; shape (vectors,)."""
        if not self.dual.size:
            return np.full(len(vectors), self.bias)
        kernel = np.exp(self.gamma * (2.0 * vectors @ self.support.T - 2.0))
        return np.asarray(kernel @ self.dual + self.bias, np.float64)


UNDECIDED = KernelMachine(np.zeros((0, 0), np.float32), np.zeros(0, np.float32), 0.0, 1.0)
