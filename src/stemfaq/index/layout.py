"""The names of the files in an index folder."""

VECTORS = "units.faiss"
UNITS = "units.json"
LEXICAL = "lexical"
PASSAGES = "passages.json"
SOURCES = "sources.json"
VOCABULARY = "vocabulary.json"
ENCODER = "encoder"
