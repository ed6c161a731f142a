"""What pandoc and Python make of each export: documents.py FOLDER.

Headings, table rows and texts are all there, and a person's text builds nothing: the same answers in plain words give a document
that is built alike.
"""

import collections
import csv
import html.parser
import json
import pathlib
import re
import subprocess
import sys
import xml.etree.ElementTree as xml
import zipfile

# What a text may have more or less of: words, lines, and the quotation marks that pandoc sets.
WORDING = {"Str", "Space", "SoftBreak", "LineBreak", "Para", "Plain", "Quoted", "SingleQuote", "DoubleQuote"}
# What a person may build in a quotation.
OWN = {"BulletList", "OrderedList", "Decimal", "Period", "OneParen", "ul", "ol", "li", "div"}
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SIGNS = {"“": '"', "”": '"', "‘": "'", "’": "'", "–": "--", "—": "---", "…": "..."}


def solid(text):
    """A text without white space and with the quotation marks and dashes that were typed."""
    return "".join(SIGNS.get(sign, sign) for sign in re.sub(r"\s", "", text))


def pandoc(source, form, to, *more):
    command = ["pandoc", "--from", form, "--to", to, *more, str(source)]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout.decode()


def elements(node, is_quoted=False):
    """The kinds of all elements below a node of pandoc's tree. Lists in a quotation are the person's own."""
    if isinstance(node, list):
        for child in node:
            yield from elements(child, is_quoted)
    elif isinstance(node, dict):
        kind = node.get("t")
        is_own = is_quoted and kind in OWN
        if kind and not is_own and not (kind == "Link" and is_bare(node)):
            yield kind
        yield from elements(node.get("c", []), is_quoted or kind == "BlockQuote")


def is_bare(link):
    """Whether a link is an address as it was typed, which GitHub's Markdown makes a link of everywhere."""
    _, text, (target, _) = link["c"]
    return [word.get("c") for word in text] in ([target], [re.sub("^(mailto:|http://)", "", target)])


def built(source, form):
    kinds = collections.Counter(elements(json.loads(pandoc(source, form, "json"))["blocks"]))
    return {kind: times for kind, times in kinds.items() if kind not in WORDING}


class Page(html.parser.HTMLParser):
    """The tags and attributes of an HTML page, its headings and its text."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.attributes = collections.Counter(), collections.Counter()
        self.text, self.headings, self.is_heading, self.quoted = "", [], False, 0
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attributes):
        self.quoted += tag == "blockquote"
        if self.quoted and tag in OWN:
            return
        self.tags[tag] += 1
        self.attributes.update((tag, name) for name, _ in attributes)
        self.is_heading = re.fullmatch("h[1-6]", tag) is not None
        if self.is_heading:
            self.headings.append("")

    def handle_endtag(self, tag):
        self.quoted -= tag == "blockquote"
        self.is_heading = self.is_heading and not re.fullmatch("h[1-6]", tag)

    def handle_data(self, data):
        self.text += data
        if self.is_heading:
            self.headings[-1] += data

    def built(self):
        kinds = self.tags + self.attributes
        # What depends on how long a text is and how many lines it has.
        free = ("p", "br", ("p", "dir"), "details", "summary")
        return {kind: times for kind, times in kinds.items() if kind not in free}


def word(path):
    """The headings, the number of table rows and the text of a Word document."""
    body = xml.fromstring(zipfile.ZipFile(path).read("word/document.xml"))
    said = lambda node: "".join(text.text or "" for text in node.iter(WORD + "t"))
    style = lambda node: next((name.get(WORD + "val") for name in node.iter(WORD + "pStyle")), "")
    headings = [said(node) for node in body.iter(WORD + "p") if style(node).startswith("Heading")]
    return headings, len(list(body.iter(WORD + "tr"))), said(body)


def compare(where, left, right, findings):
    for kind in sorted(set(left) | set(right), key=str):
        if left.get(kind, 0) != right.get(kind, 0):
            findings.append(f"{where}: {left.get(kind, 0)} of {kind}, in plain words {right.get(kind, 0)}")


DROPPED = "\"\\u200e\\u200f\\u061c"
FORMULA = "=+\\-@＝＋－ー＠"


def unguarded(cell):
    """A cell without what keeps its beginning, and what stands behind a `;` or a line feed, from acting."""
    cell = re.sub(rf"\A'(?=[\s'{DROPPED}]*[{FORMULA}])", "", cell)
    return re.sub(rf"(?<=[;\n])'(?=(?:[^\S\n]|['{DROPPED}])*[{FORMULA}])", "", cell)


def rows(path, questions, findings):
    """The rows as Python reads them."""
    with open(path, encoding="utf-8", newline="") as file:
        found = list(csv.DictReader(file, strict=True))
    for row in found:
        for cell in row.values():
            acts = re.match(rf"[\s{DROPPED}]*[{FORMULA}]", cell or "")
            cut = re.search(rf"[;\n](?:[^\S\n]|[{DROPPED}])*(?![+-] )[{FORMULA}]", cell or "")
            if acts or cut:
                findings.append(f"{path.name}: a spreadsheet would act on {cell!r}")
    if len(found) != questions or any(None in row or None in row.values() for row in found):
        findings.append(f"{path.name}: the rows are not as long as the titles, or not one a question")
    return found


def is_there(line, text):
    """Whether a text has a line, the mark of a person's own list aside, which is no text any more."""
    unmarked = re.sub(r"^\s*([-*+]|\d+[.)])\s+", "", line)
    return solid(line) in solid(text) or solid(unmarked) in solid(text)


def check(folder, name, findings):
    source, plain = folder / f"{name}.md", folder / f"{name}-plain.md"
    for form in ("markdown", "gfm"):
        compare(f"{source.name} as {form}", built(source, form), built(plain, form), findings)
    page = Page((folder / f"{name}.html").read_text(encoding="utf-8"))
    twin = Page((folder / f"{name}-plain.html").read_text(encoding="utf-8"))
    compare(f"{name}.html", page.built(), twin.built(), findings)

    report = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
    questions = sum(len(skill["answers"]) for skill in report["skills"])
    cells = rows(folder / f"{name}.csv", questions, findings)
    texts = [unguarded(row[column]) for row in cells for column in ("evidence", "note")]
    texts += [focus["action"] for focus in report["focus"]] + [(report["closing"] or {}).get("text", "")]
    markdown = source.read_text(encoding="utf-8").splitlines()
    headings = [re.sub(r"\\(?=\W)", "", line.lstrip("#")) for line in markdown if line.startswith("#")]
    count = sum(line.startswith("|") and not line.startswith("| ---") for line in markdown)

    pandoc(source, "markdown", "docx", "--output", str(folder / f"{name}.docx"))
    made = Page(pandoc(source, "gfm", "html"))
    forms = {
        "Word": word(folder / f"{name}.docx"),
        "HTML": (made.headings, made.tags["tr"], made.text),
        "the page": (None, None, page.text),
    }
    for form, (heads, table, text) in forms.items():
        if heads is not None and [solid(head) for head in heads] != [solid(head) for head in headings]:
            findings.append(f"{name} as {form}: the headings are {heads}, not {headings}")
        if table is not None and table != count:
            findings.append(f"{name} as {form}: {table} table rows, not {count}")
        for said in texts:
            for line in said.splitlines():
                if not is_there(line, text):
                    findings.append(f"{name} as {form}: {line!r} is not there")
    return len(headings), count, len([said for said in texts if said.strip()])


folder = pathlib.Path(sys.argv[1])
names = sorted(path.stem for path in folder.glob("*.md") if not path.stem.endswith("-plain"))
findings = [] if names else ["there is no document"]
for name in names:
    print("{}: {} headings, {} table rows, {} texts".format(name, *check(folder, name, findings)))
print(*findings, f"{len(names)} documents, {len(findings)} findings", sep="\n")
sys.exit(bool(findings))
