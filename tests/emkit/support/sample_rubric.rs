//! A small rubric of a house of its own, and answers to work with.

use crate::support::{Home, TODAY};

/// Two skills, three questions, one role, one stage.
pub(crate) const SMALL: &str = r#"schema: 1
id: small
version: "1.0"
title: A small rubric
scale:
  - {rating: 1, label: absent, meaning: nothing}
  - {rating: 2, label: thin, meaning: a start}
  - {rating: 3, label: solid, meaning: one thing}
  - {rating: 4, label: strong, meaning: it lasts}
  - {rating: 5, label: exceptional, meaning: others say so}
evidence_from: 3
clusters:
  - {id: core, title: Core, why: because}
skills:
  - id: craft
    title: Craft
    cluster: core
    definition: making things
    questions:
      - id: craft.made
        title: Made
        kind: event
        ask: What did you make?
        hint: look at the shelf
        anchors: {1: none at all, 2: half a thing, 3: a thing, 4: a thing that holds, 5: a thing others copy}
        practice: make one small thing
      - id: craft.mended
        title: Mended
        kind: trouble
        ask: What did you mend?
        hint: look under the bench
        anchors: {1: broken, 2: glued, 3: mended, 4: still mended, 5: mended by others}
        practice: mend one small thing
        follows: craft.made
  - id: trade
    title: Trade
    cluster: core
    definition: selling things
    questions:
      - id: trade.sold
        title: Sold
        kind: standing
        sensitive: true
        ask: What did you sell?
        hint: look at the till
        anchors: {1: unsold, 2: given away, 3: sold, 4: sold twice, 5: sold by word of mouth}
        practice: sell one small thing
profiles:
  - {id: maker, title: Maker, why: because, targets: {craft: 3.5, trade: 3.0}}
stages:
  - {id: fair, title: Fair, why: because, adjust: {trade: 0.5}}
"#;

/// Answers for the built-in rubric.
pub(crate) const ANSWERS: &str = "answers:
  execution.friction: 3
  execution.shipped:
    rating: 4
    evidence: Moved billing in the Café of Größe.
";

impl Home {
    /// An assessment of a period in the built-in rubric; its file's text.
    pub(crate) fn saved(&self, period: &str) -> String {
        self.assessed(period, ANSWERS);
        self.text("assessments", period)
    }

    /// An open draft of 2026-Q4 with one answer; its file's text.
    pub(crate) fn drafted(&self) -> String {
        let ran = self.interview("--role em", &["a slow week", "", "3", ":quit"]);
        assert_eq!(ran.code, Some(0), "{ran:#?}");
        self.text("drafts", "2026-Q4")
    }

    /// The text of a file of the built-in rubric.
    pub(crate) fn text(&self, kind: &str, period: &str) -> String {
        let path = self.file(kind, period);
        std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path:?}: {error}"))
    }

    /// Writes [`SMALL`] to `small.yaml` and hands in answers made with it.
    pub(crate) fn small_assessed(&self, period: &str, answers: &str) {
        self.write("small.yaml", SMALL);
        let arguments = format!(
            "assess --rubric ./small.yaml --date {TODAY} --period {period} --answers - --quiet"
        );
        self.emkit(&arguments).stdin(answers).ok();
    }

    /// The names below a folder of the store, folders included, in order.
    pub(crate) fn below(&self, folder: &str) -> Vec<std::path::PathBuf> {
        let mut found = Vec::new();
        let mut open = vec![self.store().join(folder)];
        while let Some(folder) = open.pop() {
            let Ok(entries) = std::fs::read_dir(&folder) else {
                continue;
            };
            for entry in entries {
                let path = entry.expect("an entry").path();
                if path.is_dir() {
                    open.push(path.clone());
                }
                found.push(path);
            }
        }
        found.sort();
        found
    }
}
