"""Many patients at once against a real server on this machine: seconds to a reply, and errors.

Usage: python benchmarks/load.py [--users 50] [--questions 4]
"""

import argparse
import asyncio
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import httpx

from stemfaq.caution import CAUTION
from stemfaq.corpus.questions import read_questions


async def ask(client: httpx.AsyncClient, turns: list[str]) -> tuple[float, bool]:
    """The seconds to the reply, and whether it is sound."""
    started = time.perf_counter()
    response = await client.post("/api/ask", json={"turns": turns})
    seconds = time.perf_counter() - started
    return seconds, response.status_code == 200 and response.json()["caution"] == CAUTION


async def run(address: str, conversations: list[list[list[str]]]) -> list[tuple[float, bool]]:
    """Each user asks one question after the other; all users at once."""
    limits = httpx.Limits(max_connections=None)
    async with httpx.AsyncClient(base_url=address, timeout=60, limits=limits) as client:
        await ask(client, ["what is lupus"])  # the index is opened by the first question

        async def user(questions: list[list[str]]) -> list[tuple[float, bool]]:
            return [await ask(client, turns) for turns in questions]

        asked = await asyncio.gather(*map(user, conversations))
    return [one for user_asked in asked for one in user_asked]


def main() -> None:
    """Start a server, load it, and print the figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--users", type=int, default=50)
    parser.add_argument("--questions", type=int, default=4)
    parser.add_argument("--index", default="index")
    parser.add_argument("--port", default="7917")
    options = parser.parse_args()
    golden, _ = read_questions(Path("corpus/questions.jsonl"))
    turns = [list(question.turns) for question in golden]
    step = options.questions
    conversations = [
        [turns[(user * step + n) % len(turns)] for n in range(step)]
        for user in range(options.users)
    ]
    with tempfile.TemporaryDirectory() as data:
        command = [sys.executable, "-m", "stemfaq", "serve", "--index", options.index]
        server = subprocess.Popen(
            [*command, "--port", options.port, "--data", data],
            env=os.environ | {"STEMFAQ_RATE": "1000000"},
            stdout=subprocess.PIPE,
            text=True,
        )
        try:
            address = next(
                m[1] for line in server.stdout or () if (m := re.search(r"ready: (\S+)", line))
            )
            started = time.perf_counter()
            results = asyncio.run(run(address, conversations))
            total = time.perf_counter() - started
        finally:
            server.terminate()
            server.wait(10)
    percentiles = statistics.quantiles([seconds for seconds, _ in results], n=100)
    figures = {
        "users": options.users,
        "questions": len(results),
        "errors": sum(not sound for _, sound in results),
        "p50_s": round(percentiles[49], 3),
        "p95_s": round(percentiles[94], 3),
        "per_second": round(len(results) / total, 1),
        "cores": os.cpu_count(),
    }
    print(json.dumps(figures))  # noqa: T201


if __name__ == "__main__":
    main()
