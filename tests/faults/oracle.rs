//! An independent scorer: random rubrics and answers of two quarters, and whether everything that
//! emkit prints of them is what the rules of measurement give.

mod sample;
mod scorer;
mod tables;

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::attempt::attempt;
use crate::program::{Program, home};
use crate::row::{Tally, Wrong};
use crate::sample_size::{Chance, Setting};
use crate::support::TODAY;
use crate::support::process::finish;
use sample::{Answer, Given, Rubric, answers, answers_yaml};
use scorer::{Assessed, Change, Exact, Scored, SkillScore, are_same_questions, changes, printed};
use tables::{Row, of_csv, of_html, of_markdown};

const PERIODS: [&str; 2] = ["2026-Q3", "2026-Q4"];
const PRIVATE: &str = "--include-private";

pub(crate) fn scored(setting: Setting, _: Program) -> Tally {
    let seeds = setting.seeds("independent scorer", 16, 1_000);
    Tally::each("stores", &seeds, |seed| {
        let one = Setting {
            seed: *seed,
            ..setting
        };
        attempt(&format!("EMKIT_FAULTS_REPLAY={seed}"), || {
            store(one.chance("a store"))
        })
    })
}

fn store(mut chance: Chance) -> Vec<(Wrong, String)> {
    let home = home();
    let home = home.path();
    let chance = &mut chance;
    let first = Rubric::any(chance);
    let second = first.changed(chance);
    let given = answers(&first, &[], chance);
    let given = [given.clone(), answers(&second, &given, chance)];
    let rubrics = [first, second];
    let is_in_store = chance.below(2) == 0;
    let mut assessed: Vec<Assessed<'_>> = Vec::new();
    for (index, rubric) in rubrics.iter().enumerate() {
        let file = match is_in_store {
            true => "store/rubrics/odd.yaml",
            false => "odd.yaml",
        };
        let file = home.join(file);
        fs::create_dir_all(file.parent().expect("a folder")).expect("a folder");
        fs::write(&file, rubric.yaml()).expect("a rubric");
        let stage = (chance.below(2) == 0).then(|| chance.below(rubric.stages.len()));
        let now = Assessed {
            rubric,
            answers: &given[index],
            profile: chance.below(rubric.profiles.len()),
            // A stage holds until another one is given.
            stage: stage.or(assessed.last().and_then(|before| before.stage)),
        };
        let answers = answers_yaml(now.answers, chance);
        assess(home, is_in_store, PERIODS[index], &now, stage, &answers);
        assessed.push(now);
    }
    let mut found = Found {
        home,
        wrongs: Vec::new(),
    };
    for (period, assessed) in PERIODS.iter().zip(&assessed) {
        found.assessment(period, assessed);
    }
    found.comparison(&changes(&assessed[0], &assessed[1]));
    found.history(&assessed);
    let wrongs = found.wrongs.into_iter();
    wrongs.map(|words| (Wrong::Broken, words)).collect()
}

fn assess(
    home: &Path,
    is_in_store: bool,
    period: &str,
    assessed: &Assessed<'_>,
    stage: Option<usize>,
    answers: &str,
) {
    let rubric = if is_in_store { "odd" } else { "./odd.yaml" };
    let profile = &assessed.rubric.profiles[assessed.profile].0;
    let mut arguments = vec!["assess", "--rubric", rubric, "--answers", "-"];
    arguments.extend(["--date", TODAY, "--period", period, "--role", profile]);
    if let Some(stage) = stage {
        arguments.extend(["--stage", &assessed.rubric.stages[stage].0]);
    }
    let ran = finish(Program::Emkit.command(home, &arguments), answers);
    let rubric = || assessed.rubric.yaml();
    assert_eq!(ran.code, Some(0), "{ran:#?}\n{answers}\n{}", rubric());
}

/// What emkit says of a store, and what of it is not so.
struct Found<'h> {
    home: &'h Path,
    wrongs: Vec<String>,
}

impl Found<'_> {
    fn said(&self, arguments: &[&str]) -> String {
        let ran = finish(Program::Emkit.command(self.home, arguments), "");
        assert_eq!(ran.code, Some(0), "{arguments:?}: {ran:#?}");
        ran.out
    }

    fn json(&self, arguments: &[&str]) -> Value {
        let arguments = [arguments, &["--format", "json"]].concat();
        serde_json::from_str(&self.said(&arguments)).expect("JSON")
    }

    fn same(&mut self, what: impl FnOnce() -> String, found: impl Into<String>, right: &str) {
        let found = found.into();
        if found != right {
            let what = what();
            self.wrongs
                .push(format!("{what} is {found}, and not {right}"));
        }
    }

    fn assessment(&mut self, period: &str, assessed: &Assessed<'_>) {
        let scored = assessed.scored();
        for command in ["show", "export"] {
            let report = self.json(&[command, period, PRIVATE]);
            let place = format!("{command} {period}: ");
            self.report(&place, &report, &scored, assessed);
        }
        let export = |found: &Self, format: &str| {
            found.said(&["export", period, PRIVATE, "--format", format])
        };
        let rows = of_csv(&export(self, "csv"));
        self.spreadsheet(period, &rows, &scored, assessed);
        let rows = of_markdown(&export(self, "markdown"), "Note");
        self.table(&format!("Markdown {period}"), &rows, &scored);
        let rows = of_html(&export(self, "html"), "Note");
        self.table(&format!("HTML {period}"), &rows, &scored);
    }

    fn report(&mut self, place: &str, report: &Value, scored: &Scored, assessed: &Assessed<'_>) {
        let ids = |list: &Value| -> Vec<String> {
            let items = list.as_array().into_iter().flatten();
            items.map(|item| spelled(&item["id"])).collect()
        };
        let right: Vec<_> = scored.skills.iter().map(|skill| skill.id.clone()).collect();
        self.same(
            || format!("{place}skills"),
            ids(&report["skills"]).join(" "),
            &right.join(" "),
        );
        let right: Vec<_> = scored.clusters.iter().map(|one| one.id.clone()).collect();
        self.same(
            || format!("{place}clusters"),
            ids(&report["clusters"]).join(" "),
            &right.join(" "),
        );
        for cluster in &scored.clusters {
            let found = by_id(&report["clusters"], &cluster.id);
            let lowest = cluster.lowest.as_deref().unwrap_or("null");
            for (key, right) in [
                ("score", figure(cluster.mean)),
                ("lowest", lowest.to_owned()),
            ] {
                self.same(
                    || format!("{place}{} {key}", cluster.id),
                    decimal(&found[key]),
                    &right,
                );
            }
        }
        for skill in &scored.skills {
            let found = by_id(&report["skills"], &skill.id);
            for (key, right) in [
                ("title", skill.title.clone()),
                ("score", figure(skill.score)),
                ("supported", figure(skill.supported)),
                ("level", skill.level.unwrap_or("null").to_owned()),
                ("target", figure(Some(skill.target))),
                ("gap", figure(skill.gap)),
            ] {
                self.same(
                    || format!("{place}{} {key}", skill.id),
                    decimal(&found[key]),
                    &right,
                );
            }
            for (key, right) in [
                ("rated", skill.rated),
                ("applicable", skill.applicable),
                ("questions", skill.questions),
            ] {
                let found = found[key].to_string();
                self.same(
                    || format!("{place}{} {key}", skill.id),
                    found,
                    &right.to_string(),
                );
            }
            for (id, answer) in of_skill(assessed.answers, &skill.id) {
                let found = by_id(&found["answers"], id);
                let [state, rating] = state(answer);
                self.same(
                    || format!("{place}{id} state"),
                    spelled(&found["state"]),
                    state,
                );
                self.same(
                    || format!("{place}{id} rating"),
                    found["rating"].to_string(),
                    rating,
                );
                let is_private = answer.private.to_string();
                self.same(
                    || format!("{place}{id} private"),
                    found["private"].to_string(),
                    &is_private,
                );
                let text = found["evidence"].as_str().unwrap_or_default().trim();
                self.same(
                    || format!("{place}{id} evidence"),
                    text,
                    answer.evidence.trim(),
                );
            }
        }
    }

    fn spreadsheet(
        &mut self,
        period: &str,
        rows: &[Row],
        scored: &Scored,
        assessed: &Assessed<'_>,
    ) {
        let count = assessed.answers.len().to_string();
        self.same(
            || format!("CSV {period} rows"),
            rows.len().to_string(),
            &count,
        );
        for skill in &scored.skills {
            for (id, answer) in of_skill(assessed.answers, &skill.id) {
                let Some(row) = rows.iter().find(|row| row["question"] == *id) else {
                    self.wrongs.push(format!("CSV {period} has no {id}"));
                    continue;
                };
                let [state, rating] = state(answer);
                let empty = |text: String| if text == "null" { String::new() } else { text };
                for (key, right) in [
                    ("skill", skill.id.clone()),
                    ("state", state.to_owned()),
                    ("rating", empty(rating.to_owned())),
                    ("score", empty(figure(skill.score))),
                    ("supported", empty(figure(skill.supported))),
                    ("target", empty(figure(Some(skill.target)))),
                    ("gap", empty(figure(skill.gap))),
                ] {
                    self.same(|| format!("CSV {period} {id} {key}"), &row[key], &right);
                }
            }
        }
    }

    /// The summary of an export, which has a row for every skill.
    fn table(&mut self, place: &str, rows: &[Row], scored: &Scored) {
        // A review without any score has no table of scores.
        let has_scores = scored.skills.iter().any(|skill| skill.score.is_some());
        let count = if has_scores { scored.skills.len() } else { 0 };
        self.same(
            || format!("{place} rows"),
            rows.len().to_string(),
            &count.to_string(),
        );
        if !has_scores {
            return;
        }
        for skill in &scored.skills {
            let Some(row) = rows.iter().find(|row| row["Skill"] == skill.title) else {
                self.wrongs.push(format!("{place} has no {}", skill.id));
                continue;
            };
            for (column, right) in cells(skill) {
                let found = row.get(column).map_or("missing", String::as_str);
                let found = if found.is_empty() { "–" } else { found };
                self.same(|| format!("{place} {} {column}", skill.id), found, &right);
            }
        }
    }

    fn comparison(&mut self, right: &[Change]) {
        let report = self.json(&["diff", PERIODS[0], PERIODS[1], PRIVATE]);
        let skills = report["skills"].as_array().cloned().unwrap_or_default();
        let found: Vec<_> = skills.iter().map(|skill| spelled(&skill["id"])).collect();
        let ids: Vec<_> = right.iter().map(|change| change.id.clone()).collect();
        self.same(|| "diff skills".to_owned(), found.join(" "), &ids.join(" "));
        for change in right {
            let found = by_id(&report["skills"], &change.id);
            for (key, right) in [
                ("from", figure(change.from)),
                ("to", figure(change.to)),
                ("change", figure(change.change())),
                ("reading", change.reading.to_owned()),
            ] {
                self.same(
                    || format!("diff {} {key}", change.id),
                    decimal(&found[key]),
                    &right,
                );
            }
            let compared = found["compared"].to_string();
            self.same(
                || format!("diff {} compared", change.id),
                compared,
                &change.compared.to_string(),
            );
            let mut moved: Vec<_> = change
                .moved
                .iter()
                .map(|(id, from, to, is_new)| format!("{id} {from} {to} {is_new}"))
                .collect();
            let questions = found["questions"].as_array().into_iter().flatten();
            let mut told: Vec<_> = questions
                .map(|question| {
                    let [from, to] = ["from", "to"].map(|key| question[key].to_string());
                    format!(
                        "{} {from} {to} {}",
                        spelled(&question["id"]),
                        question["new_evidence"]
                    )
                })
                .collect();
            moved.sort();
            told.sort();
            self.same(
                || format!("diff {} moved", change.id),
                told.join(", "),
                &moved.join(", "),
            );
            self.dropped(change, &found["dropped"]);
        }
    }

    /// Each question that is left out is named once, with a reason that is true.
    fn dropped(&mut self, change: &Change, found: &Value) {
        let found = found.as_array().cloned().unwrap_or_default();
        let mut ids: Vec<_> = found.iter().map(|one| spelled(&one["id"])).collect();
        let mut right: Vec<_> = change.dropped.iter().map(|(id, _)| id.clone()).collect();
        ids.sort();
        right.sort();
        self.same(
            || format!("diff {} dropped", change.id),
            ids.join(" "),
            &right.join(" "),
        );
        for (id, reasons) in &change.dropped {
            let reason = found.iter().find(|one| one["id"] == id.as_str());
            let reason = reason
                .map(|one| spelled(&one["reason"]))
                .unwrap_or_default();
            if !reasons.contains(reason.as_str()) {
                let words = format!("diff leaves {id} out as {reason}, and not for {reasons:?}");
                self.wrongs.push(words);
            }
        }
    }

    fn history(&mut self, assessed: &[Assessed<'_>]) {
        let report = self.json(&["history"]);
        self.same(
            || "history periods".to_owned(),
            report["periods"].to_string(),
            "[\"2026-Q3\",\"2026-Q4\"]",
        );
        let scored: Vec<Scored> = assessed.iter().map(Assessed::scored).collect();
        let ids = scored.iter().flat_map(|scored| &scored.skills);
        let mut ids: Vec<_> = ids.map(|skill| skill.id.clone()).collect();
        ids.sort();
        ids.dedup();
        for id in ids {
            let found = by_id(&report["skills"], &id);
            let right = scored.iter().map(|scored| {
                let skill = scored.skills.iter().find(|skill| skill.id == id);
                figure(skill.and_then(|skill| skill.score))
            });
            let right: Vec<_> = right.collect();
            let told = found["scores"].as_array().into_iter().flatten();
            let told: Vec<_> = told.map(decimal).collect();
            self.same(|| format!("history {id}"), told.join(" "), &right.join(" "));
            let is_same = are_same_questions(&assessed[0], &assessed[1], &id);
            let is_same = serde_json::json!([null, is_same]).to_string();
            let told = found["same_questions"].to_string();
            self.same(|| format!("history {id} same questions"), told, &is_same);
        }
    }
}

/// What a table of an export says of a skill; JSON and CSV say the rest.
fn cells(skill: &SkillScore) -> [(&'static str, String); 2] {
    let cell = |number: Option<Exact>| number.map_or("–".to_owned(), printed);
    [
        ("Score", cell(skill.score)),
        ("Target", cell(Some(skill.target))),
    ]
}

fn of_skill<'a>(
    answers: &'a [(String, Answer)],
    skill: &'a str,
) -> impl Iterator<Item = &'a (String, Answer)> {
    let is_of_it = move |id: &str| id.split('.').next() == Some(skill);
    answers.iter().filter(move |(id, _)| is_of_it(id))
}

/// The state of an answer and its rating, as JSON spells them.
fn state(answer: &Answer) -> [&'static str; 2] {
    match answer.given {
        Given::Rated(rating) => {
            let ratings = ["0", "1", "2", "3", "4", "5"];
            ["rated", ratings[usize::from(rating)]]
        }
        Given::Skipped => ["skipped", "null"],
        Given::NotApplicable(_) => ["not_applicable", "null"],
    }
}

fn by_id(list: &Value, id: &str) -> Value {
    let items = list.as_array().into_iter().flatten();
    let mut items = items.filter(|item| item["id"] == id);
    items.next().cloned().unwrap_or_default()
}

fn figure(number: Option<Exact>) -> String {
    number.map_or("null".to_owned(), printed)
}

/// A figure of JSON with the two decimals that it may be spelled without; anything else as it is.
fn decimal(value: &Value) -> String {
    match value.as_f64() {
        Some(number) => {
            let text = format!("{number:.2}");
            // More decimals than two are not rounded here.
            let is_short = value
                .to_string()
                .split('.')
                .nth(1)
                .is_none_or(|rest| rest.len() <= 2);
            if is_short { text } else { value.to_string() }
        }
        None => spelled(value),
    }
}

fn spelled(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}
