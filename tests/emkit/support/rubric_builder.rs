//! A small rubric for a test: what the test does not say is the same everywhere.

use std::fmt::Write as _;

/// A rubric in the making. Skills keep the order in which they are added.
#[derive(Clone)]
#[must_use]
pub(crate) struct Sketch {
    id: String,
    title: String,
    evidence_from: u8,
    skills: Vec<Skill>,
    stages: String,
}

#[derive(Clone)]
struct Skill {
    id: String,
    title: String,
    cluster: String,
    target: String,
    questions: Vec<Question>,
}

#[derive(Clone)]
struct Question {
    name: String,
    ask: String,
    anchor: String,
    practice: String,
    weight: Option<String>,
}

impl Sketch {
    pub(crate) fn new(id: &str) -> Self {
        Self {
            id: id.to_owned(),
            title: "A sketch".to_owned(),
            evidence_from: 3,
            skills: Vec::new(),
            stages: String::new(),
        }
    }

    pub(crate) fn title(mut self, title: &str) -> Self {
        self.title = title.to_owned();
        self
    }

    pub(crate) fn evidence_from(mut self, rating: u8) -> Self {
        self.evidence_from = rating;
        self
    }

    /// A skill of the cluster `core` or `growth` with its target, still without questions.
    pub(crate) fn skill(mut self, id: &str, cluster: &str, target: &str) -> Self {
        self.skills.push(Skill {
            id: id.to_owned(),
            title: format!("The {id}"),
            cluster: cluster.to_owned(),
            target: target.to_owned(),
            questions: Vec::new(),
        });
        self
    }

    /// Another title for the skill added last.
    pub(crate) fn titled(mut self, title: &str) -> Self {
        self.last_skill().title = title.to_owned();
        self
    }

    /// Questions of the skill added last, by the second half of their ids.
    pub(crate) fn questions(mut self, names: &[&str]) -> Self {
        for name in names {
            self.last_skill().questions.push(Question {
                name: (*name).to_owned(),
                ask: format!("How is {name}?"),
                anchor: "stands at".to_owned(),
                practice: "Do one thing.".to_owned(),
                weight: None,
            });
        }
        self
    }

    /// One question of the skill added last that counts for more or less.
    pub(crate) fn weighted(self, name: &str, weight: &str) -> Self {
        let mut sketch = self.questions(&[name]);
        sketch.last_question().weight = Some(weight.to_owned());
        sketch
    }

    /// Other words for the question added last.
    pub(crate) fn asking(mut self, ask: &str) -> Self {
        self.last_question().ask = ask.to_owned();
        self
    }

    /// Other anchors for the question added last.
    pub(crate) fn anchored(mut self, anchor: &str) -> Self {
        self.last_question().anchor = anchor.to_owned();
        self
    }

    /// Another practice for the question added last.
    pub(crate) fn practising(mut self, practice: &str) -> Self {
        self.last_question().practice = practice.to_owned();
        self
    }

    /// A stage that moves the targets of some skills.
    pub(crate) fn stage(mut self, id: &str, adjust: &[(&str, &str)]) -> Self {
        let _ = write!(
            self.stages,
            "  - id: {id}\n    title: Stage {id}\n    why: Because.\n    adjust:\n"
        );
        for (skill, by) in adjust {
            let _ = writeln!(self.stages, "      {skill}: {by}");
        }
        self
    }

    /// The rubric file.
    pub(crate) fn yaml(&self) -> String {
        let mut out = format!(
            "schema: 1\nid: {}\nversion: \"1\"\ntitle: {}\nscale:\n",
            self.id,
            quoted(&self.title)
        );
        for (index, label) in ["absent", "thin", "solid", "strong", "exceptional"]
            .iter()
            .enumerate()
        {
            let _ = writeln!(
                out,
                "  - {{rating: {}, label: {label}, meaning: It is {label}.}}",
                index + 1
            );
        }
        let _ = writeln!(out, "evidence_from: {}\nclusters:", self.evidence_from);
        for cluster in ["core", "growth"] {
            if self.skills.iter().any(|skill| skill.cluster == cluster) {
                let _ = writeln!(
                    out,
                    "  - {{id: {cluster}, title: {cluster} things, why: Because.}}"
                );
            }
        }
        out.push_str("skills:\n");
        for skill in &self.skills {
            let _ = write!(
                out,
                "  - id: {}\n    title: {}\n    cluster: {}\n    definition: It is done.\n    questions:\n",
                skill.id,
                quoted(&skill.title),
                skill.cluster
            );
            for question in &skill.questions {
                question.write(&skill.id, &mut out);
            }
        }
        out.push_str(
            "profiles:\n  - id: lead\n    title: A lead\n    why: Because.\n    targets:\n",
        );
        for skill in &self.skills {
            let _ = writeln!(out, "      {}: {}", skill.id, skill.target);
        }
        if !self.stages.is_empty() {
            let _ = write!(out, "stages:\n{}", self.stages);
        }
        out
    }

    fn last_skill(&mut self) -> &mut Skill {
        self.skills.last_mut().expect("a skill first")
    }

    fn last_question(&mut self) -> &mut Question {
        self.last_skill()
            .questions
            .last_mut()
            .expect("a question first")
    }
}

impl Question {
    fn write(&self, skill: &str, out: &mut String) {
        let _ = write!(
            out,
            "      - id: {skill}.{}\n        ask: {}\n        hint: Look closely.\n        anchors:\n",
            self.name,
            quoted(&self.ask)
        );
        for rating in 1..=5 {
            let anchor = quoted(&format!("{} {} {rating}.", self.name, self.anchor));
            let _ = writeln!(out, "          {rating}: {anchor}");
        }
        let _ = writeln!(out, "        practice: {}", quoted(&self.practice));
        if let Some(weight) = &self.weight {
            let _ = writeln!(out, "        weight: {weight}");
        }
    }
}

/// A text as YAML takes it whatever is in it: a JSON string is one.
pub(crate) fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            ' '..='~' => out.push(character),
            _ => {
                let _ = write!(out, "\\U{:08X}", u32::from(character));
            }
        }
    }
    out.push('"');
    out
}
