"""Speed and memory of answering: p50, p95 over the golden questions, and the resident set.

Usage: python benchmarks/speed.py [--index index]
"""

import argparse
import json
import resource
import statistics
import time
from pathlib import Path

from stemfaq.answer.answer import answer
from stemfaq.corpus.questions import read_questions
from stemfaq.index.opening import open_index


def main() -> None:
    """Answer 200 questions in one process and print the figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--index", type=Path, default=Path("index"))
    parser.add_argument("--questions", type=Path, default=Path("corpus/questions.jsonl"))
    arguments = parser.parse_args()
    started = time.perf_counter()
    index = open_index(arguments.index)
    opened = time.perf_counter() - started
    questions, _ = read_questions(arguments.questions)
    seconds = []
    for question in questions[:200]:
        started = time.perf_counter()
        answer(index, question.turns)
        seconds.append(time.perf_counter() - started)
    percentiles = statistics.quantiles(seconds, n=100)
    figures = {
        "questions": len(seconds),
        "open_s": round(opened, 3),
        "p50_ms": round(1000 * percentiles[49], 1),
        "p95_ms": round(1000 * percentiles[94], 1),
        "rss_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }
    print(json.dumps(figures))  # noqa: T201


if __name__ == "__main__":
    main()
