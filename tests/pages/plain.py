"""The answers of an export in plain words: plain.py EXPORT.json, an answers file on stdout."""

import json
import sys

WORDS = "plain words"


def words(text):
    """A list stays one: it is what the person means it to be."""
    lines = ["- " + WORDS if line.startswith("- ") else WORDS for line in text.split("\n")]
    return "\n".join(lines) if any(line.startswith("- ") for line in lines) else WORDS


def plain(given):
    """What is there stays there, in other words."""
    return {
        key: words(value) if key in ("evidence", "note", "action") else value
        for key, value in given.items()
        if value not in (None, False)
    }


def answer(given):
    said = plain({key: given[key] for key in ("rating", "evidence", "private", "note")})
    if given["reason"]:
        said["not_applicable"] = given["reason"]
    return said


report = json.load(open(sys.argv[1], encoding="utf-8"))
answers = [given for skill in report["skills"] for given in skill["answers"]]
document = {
    "answers": {given["id"]: answer(given) for given in answers if answer(given)},
    "last_focus": [
        plain({key: given[key] for key in ("skill", "outcome", "note")}) for given in report["last_focus"]
    ],
    "focus": [plain(given) for given in report["focus"]],
}
if report.get("closing"):
    document["closing"] = WORDS
print(json.dumps(document))
