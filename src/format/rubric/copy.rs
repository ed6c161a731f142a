//! A rubric to start from: the text of another one under a new id, with a comment at each key.

const HEADER: &str = "\
# A rubric of your own. Change what you like, and check as you go:
#   emkit rubric check FILE           problems, each with its line
#   emkit assess --rubric FILE        try it
# Put quotes around a text that has a colon and a space in it.
";

/// What each key is for, said where it stands first in a line.
const COMMENTS: &str = "\
schema: The version of the format.
id: The file's name without `.yaml`.
version: Your own count. Raise it when you reword.
title: The name in lists and on pages.
when: When it's worth an hour; shown in the list of rubrics.
own_targets: Each person says how much of each skill they want. Needs no profiles.
source: Where the facts come from. Keep those that you build on.
scale: The five steps. They mean the same for every question.
evidence_from: From this rating up, a claim without evidence counts as the step below.
clusters: Groups of skills.
skills: Each skill has questions, and under `observed` what others are asked about it (optional).
skills: A question's id links the answers of different years: never rename one, never reuse one.
skills: `kind` is event (something that happened), trouble (a weakness that showed) or standing
skills: (a state or a method). `sensitive: true` starts private; `reputation: true` depends on what
skills: others say. `follows` names an earlier question, `weight` counts more or less than 1.
skills: Anchors: five different stories, first person, under 90 characters, each clear alone.
skills: A practice is one thing to do alone within two weeks.
profiles: What each role asks for, 1 to 5 for every skill. The first is the default.
stages: Company stages (optional): what is added to the targets of some skills.
eras: Other times (optional), and the skills that came first then.
closing: An open question at the end, without a rating (optional).
review: Headings of the review: `title`, `delivered`, `outlook` (optional).
";

/// The text of a rubric under another id, commented; none where its keys do not begin lines.
pub fn copy(text: &str, id: &str) -> Option<String> {
    let comments = || COMMENTS.lines().filter_map(|line| line.split_once(": "));
    let is_old = |line: &str| {
        let said = line.strip_prefix("# ");
        HEADER.lines().any(|old| old == line) || comments().any(|(_, old)| Some(old) == said)
    };
    let is_before = |line: &&str| line.is_empty() || line.starts_with(['#', '%', '-']);
    let mut out = format!("{HEADER}\n");
    let mut has_id = false;
    let lines = text.trim_start_matches('\u{feff}').lines();
    for line in lines.skip_while(is_before).filter(|line| !is_old(line)) {
        let key = line.split_once(':').map_or("", |(key, _)| key);
        for (_, comment) in comments().filter(|(name, _)| *name == key) {
            out.push_str(&format!("# {comment}\n"));
        }
        if key == "id" {
            has_id = true;
            out.push_str(&format!("id: {id}\n"));
        } else {
            out.push_str(&format!("{line}\n"));
        }
    }
    has_id.then_some(out)
}
