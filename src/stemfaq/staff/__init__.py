"""What staff do with the corpus: build, evaluate, trace, import, report."""
