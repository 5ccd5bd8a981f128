"""Designs as sparse matrices and back, for what solves equations: attacks and audits."""

import numpy as np
from scipy.sparse import csr_matrix

from schakel.methods.disclosure.designs import Design


def matrix(design: Design) -> csr_matrix:
    """The design as (m, n), ones where an inner cell takes part in a published cell."""
    inner, width = design.rows.shape
    rows = design.rows.ravel()
    real = rows < design.cells
    columns = np.repeat(np.arange(inner), width)[real]
    ones = np.ones(len(columns), dtype=np.int64)
    return csr_matrix((ones, (rows[real], columns)), shape=(design.cells, inner))


def design(matrix: csr_matrix) -> Design:
    """The design that a matrix (m, n) of whole numbers, none negative, stands for; ValueError on others."""
    columns = matrix.tocsc()
    columns.sort_indices()
    weights = columns.data
    if len(weights) and (weights.min() < 0 or (weights != np.floor(weights)).any()):
        raise ValueError("weights must be whole numbers and must not be negative")
    times = weights.astype(np.int64)
    inner = np.repeat(np.repeat(np.arange(columns.shape[1]), np.diff(columns.indptr)), times)
    lengths = np.bincount(inner, minlength=columns.shape[1])
    filled = np.arange(lengths.max(initial=0)) < lengths[:, None]
    rows = np.full(filled.shape, matrix.shape[0], dtype=np.int32)
    rows[filled] = np.repeat(columns.indices, times)
    return Design(rows, int(matrix.shape[0]))
