"""Encoder; building, publishing and opening an index."""
