"""What staff need beside the corpus: evaluation, imports, reports."""
