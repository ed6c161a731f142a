"""The queries that docs/many-managers.md prints, over 200 made-up managers: what they say is what emkit says."""

import json
import os
import random
import re
import statistics
import subprocess
import sys
from collections import Counter, defaultdict
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb

EMKIT, DOCUMENT, WORK = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
QUARTERS = {"2026-Q1": "2026-03-20", "2026-Q2": "2026-06-20", "2026-Q3": "2026-09-20", "2026-Q4": "2026-11-20"}
PEOPLE, RARE = 200, 4  # a question that only four people ever rate


def emkit(home, *arguments, answers=None):
    command = [EMKIT, "--home", str(home), "--quiet", *arguments]
    environment = {"PATH": os.environ["PATH"], "HOME": str(WORK)}
    done = subprocess.run(command, input=answers, capture_output=True, text=True, env=environment)
    assert done.returncode == 0, f"{command}: {done.stderr}"
    return done.stdout


def questions():
    sheet = emkit(WORK / "none", "assess", "--print-answers", "--date", "2026-11-20")
    return re.findall(r"^  ([a-z]+\.[a-z-]+):$", sheet, re.M)


def manager(number):
    chance = random.Random(number)
    home = WORK / "homes" / f"{number:03}"
    home.mkdir(parents=True)
    (home / "config.yaml").write_text(f"schema: 1\nname: Manager {number:03}\n")
    for period, day in QUARTERS.items():
        lines = ["answers:"]
        for index, question in enumerate(QUESTIONS):
            rated = number < RARE if index == 0 else chance.random() < 0.8
            private = index > 0 and chance.random() < 0.02
            if rated:
                lines += [f"  {question}:", f"    rating: {chance.randint(1, 5)}"]
                lines += ["    evidence: Something, with a comma and a “quote”."] if chance.random() < 0.5 else []
                lines += ["    private: true"] if private else []
        arguments = ["assess", "--period", period, "--date", day, "--role", chance.choice(["em", "director"]), "--answers", "-"]
        emkit(home, *arguments, answers="\n".join(lines) + "\n")
    csv = emkit(home, "export", "--format", "csv", "--all")
    (WORK / "exports" / f"{number:03}.csv").write_text(csv)
    return [json.loads(emkit(home, "export", period, "--format", "json")) for period in QUARTERS]


def printed(title):
    found = re.search(rf"```sql\n-- {title}\n(.*?)```", DOCUMENT.read_text(), re.S)
    assert found, f"no query `{title}` in {DOCUMENT}"
    return found[1]


def ask(title):
    rows = duckdb.sql(printed(title).replace("folder/", f"{WORK}/folder/")).fetchall()
    assert rows, f"`{title}` finds nothing"
    return rows



def near(left, right, what):
    assert abs(float(left) - float(right)) < 0.011, f"{what}: {left}, emkit says {right}"


QUESTIONS = questions()
(WORK / "exports").mkdir()
(WORK / "folder").mkdir()
with ThreadPoolExecutor(os.cpu_count()) as pool:
    people = list(pool.map(manager, range(PEOPLE)))

for path in sorted((WORK / "exports").iterdir()):
    query = printed("hand-over").replace("'robin.csv'", f"'{path}'").replace("folder/robin.csv", f"{WORK}/folder/{path.name}")
    duckdb.sql(query)
handed = "".join(path.read_text() for path in (WORK / "folder").iterdir())
assert "Something" not in handed, "a text was handed over"
assert handed.count("\n") > 20_000

scores, gaps, ratings = defaultdict(list), defaultdict(list), defaultdict(Counter)
moves = defaultdict(list)
for documents in people:
    before = {}
    for document in documents:
        now = {}
        for skill in document["skills"]:
            key = (document["period"], skill["id"])
            if all(answer["private"] for answer in skill["answers"]):
                continue
            if skill["score"] is not None:
                scores[key].append(skill["score"])
                gaps[key].append(skill["gap"])
            for answer in skill["answers"]:
                if answer["rating"] is not None:
                    now[answer["id"]] = answer["rating"]
                    ratings[document["period"], answer["id"]][answer["rating"]] += 1
                    if answer["id"] in before:
                        moves[key].append(answer["rating"] - before[answer["id"]])
        before = now

for period, skill, count, median, values in ask("skills"):
    own = scores.pop((period, skill))
    assert count == len(own) and [float(value) for value in values] == sorted(own), (period, skill)
    near(median, statistics.median(own), f"median of {skill}")
assert not scores, f"left out: {list(scores)}"

for period, question, rated, *counts in ask("ratings"):
    own = ratings.pop((period, question))
    assert counts == [own[step] for step in range(1, 6)] and rated == own.total(), (period, question)
assert set(ratings) == {(period, QUESTIONS[0]) for period in QUARTERS}, "four people are too few, and only they are left out"

for period, skill, count, short, mean in ask("gaps"):
    own = gaps.pop((period, skill))
    assert (count, short) == (len(own), sum(gap > 0 for gap in own)), (period, skill)
    near(mean, statistics.mean(own), f"mean gap of {skill}")

for period, skill, _, mean in ask("changes"):
    near(mean, statistics.mean(moves.pop((period, skill))), f"change of {skill}")
assert not moves, f"left out: {list(moves)}"
print(f"{PEOPLE} managers, {len(QUARTERS)} quarters, {handed.count(chr(10))} lines: every query says what emkit says")
