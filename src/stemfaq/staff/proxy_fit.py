"""Proxies: a vector for each passage, near to what is asked of it and far from the rest.

They are fitted by cross-entropy over the cosines of a unit's vector with all proxies, so that it
lies nearest to its own passage's (Movshovitz-Attias and others, ICCV 2017). The mean of its units
tells where a passage lies; a proxy also where its neighbours do not.
"""

import numpy as np
import numpy.typing as npt

from stemfaq.index.encoder import Vectors

TEMPERATURE, SMOOTHING = 0.05, 0.1  # the encoder is trained with them too; tried: docs/retrieval.md
EPOCHS, BATCH, RATE = 6, 512, 2e-3


def fit_proxies(vectors: Vectors, passages: npt.NDArray[np.intp], start: Vectors) -> Vectors:
    """The proxies, unit vectors: float32 of shape (passages, dimensions).

    `vectors` are the units' under the map, `passages` the position of each unit's passage, `start`
    the passages' centres.
    """
    import torch  # slow to import, and only a build needs it

    texts, own = torch.from_numpy(vectors), torch.from_numpy(passages)
    order = torch.Generator().manual_seed(0)
    proxies = torch.tensor(start, requires_grad=True)
    optimizer = torch.optim.Adam([proxies], lr=RATE)
    for _ in range(EPOCHS):
        for rows in torch.randperm(len(texts), generator=order).split(BATCH):
            near = texts[rows] @ torch.nn.functional.normalize(proxies).T / TEMPERATURE
            loss = torch.nn.functional.cross_entropy(near, own[rows], label_smoothing=SMOOTHING)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    return np.asarray(torch.nn.functional.normalize(proxies).detach())
