//! Rubrics and answers at random, as the files that a person would write.

use std::fmt::Write as _;

use crate::sample_size::Chance;

const SKILLS: [&str; 9] = [
    "alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota",
];
const LABELS: [&str; 5] = ["absent", "thin", "solid", "strong", "exceptional"];
const REASONS: [&str; 3] = ["no-opportunity", "out-of-scope", "other"];
/// In hundredths.
const WEIGHTS: [u32; 12] = [1, 7, 10, 25, 33, 50, 70, 150, 200, 300, 725, 10_000];
const TEXTS: [&str; 6] = [
    "Moved it.",
    "Two of three.",
    "  \t ",
    "\n",
    "日本語",
    "Again, and it held.",
];

#[derive(Clone, Debug)]
pub(super) struct Question {
    pub(super) id: String,
    /// What is asked and the five steps, as a number for each wording there was.
    pub(super) wording: (usize, usize),
    hint: usize,
    /// In hundredths; 100 where the rubric does not say.
    pub(super) weight: Option<u32>,
}

#[derive(Clone, Debug)]
pub(super) struct Skill {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) cluster: String,
    pub(super) questions: Vec<Question>,
}

#[derive(Clone, Debug)]
pub(super) struct Rubric {
    version: usize,
    pub(super) evidence_from: u8,
    pub(super) clusters: Vec<String>,
    pub(super) skills: Vec<Skill>,
    /// Targets and what a stage adds to them, by skill, in hundredths.
    pub(super) profiles: Vec<(String, Vec<(String, i32)>)>,
    pub(super) stages: Vec<(String, Vec<(String, i32)>)>,
    is_weighted: bool,
    /// How many questions have had a name.
    named: usize,
}

#[derive(Clone, Debug)]
pub(super) enum Given {
    Rated(u8),
    Skipped,
    NotApplicable(&'static str),
}

#[derive(Clone, Debug)]
pub(super) struct Answer {
    pub(super) given: Given,
    pub(super) evidence: String,
    pub(super) private: bool,
}

fn is_one_in(chance: &mut Chance, count: usize) -> bool {
    chance.below(count) == 0
}

impl Rubric {
    pub(super) fn any(chance: &mut Chance) -> Self {
        let clusters: &[&str] = match chance.below(4) {
            0 => &["core"],
            1 => &["lead", "run", "ground"],
            _ => &["core", "growth"],
        };
        let mut rubric = Self {
            version: 1,
            evidence_from: [3, 3, 2, 4, 5][chance.below(5)],
            clusters: clusters.iter().map(|id| (*id).to_owned()).collect(),
            skills: Vec::new(),
            profiles: Vec::new(),
            stages: Vec::new(),
            is_weighted: is_one_in(chance, 2),
            named: 0,
        };
        for _ in 0..clusters.len() + chance.below(4) {
            rubric.add_skill(chance);
        }
        rubric.aim(chance);
        rubric
    }

    pub(super) fn skill(&self, id: &str) -> Option<&Skill> {
        self.skills.iter().find(|skill| skill.id == id)
    }

    fn add_skill(&mut self, chance: &mut Chance) {
        let id = SKILLS[self.skills.len()];
        // Each cluster has a skill.
        let empty = self
            .clusters
            .iter()
            .find(|cluster| !self.skills.iter().any(|skill| skill.cluster == **cluster));
        let cluster = empty.unwrap_or(&self.clusters[chance.below(self.clusters.len())]);
        let skill = Skill {
            id: id.to_owned(),
            title: format!("Skill {id}"),
            cluster: cluster.clone(),
            questions: Vec::new(),
        };
        self.skills.push(skill);
        let last = self.skills.len() - 1;
        for _ in 0..=chance.below(6) {
            self.add_question(last, chance);
        }
    }

    fn add_question(&mut self, skill: usize, chance: &mut Chance) {
        let question = Question {
            id: self.new_id(skill),
            wording: (0, 0),
            hint: 0,
            weight: self.weight(chance),
        };
        self.skills[skill].questions.push(question);
    }

    fn weight(&self, chance: &mut Chance) -> Option<u32> {
        let is_said = self.is_weighted && !is_one_in(chance, 3);
        is_said.then(|| WEIGHTS[chance.below(WEIGHTS.len())])
    }

    fn new_id(&mut self, skill: usize) -> String {
        self.named += 1;
        format!("{}.q{}", self.skills[skill].id, self.named)
    }

    /// Targets for each profile and stage.
    fn aim(&mut self, chance: &mut Chance) {
        let mut numbers = |from: i32, steps: usize, step: i32| -> Vec<(String, i32)> {
            let skills = self.skills.iter();
            skills
                .map(|skill| {
                    let steps = i32::try_from(chance.below(steps)).unwrap_or_default();
                    (skill.id.clone(), from + step * steps)
                })
                .collect()
        };
        self.profiles = ["em", "director"]
            .map(|id| (id.to_owned(), numbers(100, 17, 25)))
            .into();
        self.stages = ["seed", "late"]
            .map(|id| (id.to_owned(), numbers(-400, 17, 50)))
            .into();
    }

    /// The same rubric as somebody changes it from one quarter to the next.
    pub(super) fn changed(&self, chance: &mut Chance) -> Self {
        let mut rubric = self.clone();
        if is_one_in(chance, 4) {
            return rubric;
        }
        rubric.version += 1;
        for index in 0..rubric.skills.len() {
            let mut place = 0;
            while place < rubric.skills[index].questions.len() {
                let is_last_one = rubric.skills[index].questions.len() == 1;
                match chance.below(16) {
                    0 | 1 => rubric.skills[index].questions[place].wording.0 += 1,
                    2 => rubric.skills[index].questions[place].wording.1 += 1,
                    3 => rubric.skills[index].questions[place].hint += 1,
                    4 | 5 => rubric.skills[index].questions[place].weight = rubric.weight(chance),
                    6 => rubric.skills[index].questions[place].id = rubric.new_id(index),
                    7 if !is_last_one => {
                        rubric.skills[index].questions.remove(place);
                        continue;
                    }
                    _ => {}
                }
                place += 1;
            }
            if is_one_in(chance, 4) {
                rubric.add_question(index, chance);
            }
        }
        if is_one_in(chance, 4) && rubric.skills.len() > 1 {
            let gone = chance.below(rubric.skills.len());
            let cluster = rubric.skills[gone].cluster.clone();
            let others = rubric
                .skills
                .iter()
                .filter(|skill| skill.cluster == cluster);
            if others.count() > 1 {
                rubric.skills.remove(gone);
            }
        } else if is_one_in(chance, 4) {
            rubric.add_skill(chance);
        }
        if is_one_in(chance, 6) {
            rubric.skills.reverse();
        }
        rubric.aim(chance);
        rubric
    }

    pub(super) fn yaml(&self) -> String {
        let mut yaml = format!(
            "schema: 1\nid: odd\nversion: \"{}\"\ntitle: Odd\nevidence_from: {}\nscale:\n",
            self.version, self.evidence_from
        );
        for (number, label) in (1..).zip(LABELS) {
            let _ = writeln!(yaml, "  - {{rating: {number}, label: {label}, meaning: m}}");
        }
        yaml.push_str("clusters:\n");
        for id in &self.clusters {
            let _ = writeln!(yaml, "  - {{id: {id}, title: Cluster {id}, why: w}}");
        }
        yaml.push_str("skills:\n");
        for skill in &self.skills {
            let Skill {
                id,
                title,
                cluster,
                questions,
            } = skill;
            let _ = writeln!(
                yaml,
                "  - id: {id}\n    title: {title}\n    cluster: {cluster}\n    definition: d\n    examples: [e]\n    questions:"
            );
            for question in questions {
                let Question {
                    id,
                    wording: (ask, anchors),
                    hint,
                    weight,
                } = question;
                let _ = write!(
                    yaml,
                    "      - id: {id}\n        ask: How is {id} in wording {ask}?\n        hint: hint {hint}\n        practice: p\n        anchors: {{"
                );
                for step in 1..=5 {
                    let _ = write!(yaml, "{step}: step {step} of {id} in {anchors}, ");
                }
                yaml.push_str("}\n");
                if let Some(weight) = weight {
                    let _ = writeln!(yaml, "        weight: {}", spelled(i64::from(*weight)));
                }
            }
        }
        for (what, key, all) in [
            ("profiles", "targets", &self.profiles),
            ("stages", "adjust", &self.stages),
        ] {
            let _ = writeln!(yaml, "{what}:");
            for (id, numbers) in all {
                let numbers: Vec<_> = numbers
                    .iter()
                    .map(|(skill, number)| format!("{skill}: {}", spelled(i64::from(*number))))
                    .collect();
                let numbers = numbers.join(", ");
                let _ = writeln!(
                    yaml,
                    "  - {{id: {id}, title: T {id}, why: w, {key}: {{{numbers}}}}}"
                );
            }
        }
        yaml
    }
}

/// Hundredths as a decimal.
fn spelled(hundredths: i64) -> String {
    let sign = if hundredths < 0 { "-" } else { "" };
    let size = hundredths.abs();
    format!("{sign}{}.{:02}", size / 100, size % 100)
}

/// Answers to a rubric, some of them those of the quarter before.
pub(super) fn answers(
    rubric: &Rubric,
    before: &[(String, Answer)],
    chance: &mut Chance,
) -> Vec<(String, Answer)> {
    let nothing_applies = is_one_in(chance, 25);
    // Some people skip a lot, some are thorough.
    let skips = [2, 4, 12][chance.below(3)];
    let mut answers = Vec::new();
    for question in rubric.skills.iter().flat_map(|skill| &skill.questions) {
        let earlier = before.iter().find(|(id, _)| *id == question.id);
        if let Some(earlier) = earlier
            && is_one_in(chance, 4)
        {
            answers.push(earlier.clone());
            continue;
        }
        let given = match chance.below(skips) {
            _ if nothing_applies || is_one_in(chance, 8) => {
                Given::NotApplicable(REASONS[chance.below(REASONS.len())])
            }
            0 => Given::Skipped,
            _ => Given::Rated(rating(earlier.map(|(_, answer)| answer), chance)),
        };
        let evidence = match chance.below(2) {
            0 => String::new(),
            _ => TEXTS[chance.below(TEXTS.len())].to_owned(),
        };
        let answer = Answer {
            given,
            evidence,
            private: is_one_in(chance, 6),
        };
        answers.push((question.id.clone(), answer));
    }
    // A file in which nothing is filled in is refused.
    if answers
        .iter()
        .all(|(_, answer)| matches!(answer.given, Given::Skipped))
    {
        answers[0].1.given = Given::Rated(4);
    }
    answers
}

/// Any rating, or one that is a step from the one before.
fn rating(before: Option<&Answer>, chance: &mut Chance) -> u8 {
    match before.map(|answer| &answer.given) {
        Some(Given::Rated(before)) if !is_one_in(chance, 3) => match chance.below(4) {
            0 => before.saturating_sub(1).max(1),
            1 => *before,
            _ => (before + 1).min(5),
        },
        _ => u8::try_from(1 + chance.below(5)).unwrap_or(1),
    }
}

pub(super) fn answers_yaml(answers: &[(String, Answer)], chance: &mut Chance) -> String {
    let mut yaml = String::from("answers:\n");
    for (id, answer) in answers {
        let Answer {
            given,
            evidence,
            private,
        } = answer;
        let mut parts = Vec::new();
        match given {
            Given::Rated(rating) => parts.push(format!("rating: {rating}")),
            Given::Skipped => {}
            Given::NotApplicable(reason) => parts.push(format!("not_applicable: {reason}")),
        }
        if !evidence.is_empty() {
            let quoted = serde_json::Value::from(evidence.as_str());
            parts.push(format!("evidence: {quoted}"));
        }
        if *private {
            parts.push("private: true".to_owned());
        }
        match (given, parts.len()) {
            (Given::Skipped, 0) => {}
            (Given::Rated(rating), 1) if is_one_in(chance, 2) => {
                let _ = writeln!(yaml, "  {id}: {rating}");
            }
            _ => {
                let _ = writeln!(yaml, "  {id}: {{{}}}", parts.join(", "));
            }
        }
    }
    yaml
}
