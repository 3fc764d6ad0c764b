"""Fitting a support vector machine with a Gaussian kernel, and checking what is stored of it."""

import numpy as np
import numpy.typing as npt
from sklearn.svm import SVC

from stemfaq.index.encoder import Vectors
from stemfaq.index.kernel import KernelMachine

PENALTY = 3.0  # of an example on the wrong side; scikit-learn's C


def fit_machine(
    vectors: Vectors, yes: npt.NDArray[np.bool_], weight: npt.NDArray[np.float64], gamma: float
) -> KernelMachine:
    """The machine that tells the vectors (norm 1) of `yes` from the others.

    Raises ValueError if the stored machine does not decide as the fitted one.
    """
    # All products at once take BLAS a second; asked for one by one, libsvm takes a dozen.
    exact = vectors.astype(np.float64)
    kernel = exact @ exact.T
    kernel -= 1.0
    kernel *= 2.0 * gamma
    np.exp(kernel, out=kernel)  # in place: it holds a number for each pair
    fitted = SVC(C=PENALTY, kernel="precomputed").fit(kernel, yes, sample_weight=weight)
    machine = KernelMachine(
        support=vectors[fitted.support_],
        dual=np.asarray(fitted.dual_coef_[0], np.float32),
        bias=float(fitted.intercept_[0]),
        gamma=gamma,
    )
    if not np.allclose(
        machine.decide(vectors[:50]), fitted.decision_function(kernel[:50]), atol=1e-3
    ):
        raise ValueError("the stored support vector machine does not decide as the fitted one")
    return machine
