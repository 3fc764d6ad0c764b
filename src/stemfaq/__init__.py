"""stemfaq: reviewed answers about stem cell therapy in autoimmune disease."""

__version__ = "0.1.0"
