//! Answers files: a whole interview written down beforehand.

use std::fmt::Write as _;
use std::path::Path;

use super::entries::{
    AnswerEntry, ClosingEntry, Entries, FocusEntry, HighlightEntry, Origin, outcomes,
    target_entries,
};
use super::problem::{Place, Problem, Problems};
use super::rubric::is_id;
use super::yaml::{self, Fields, Reader};
use crate::domain::assessment::{
    Answer, Assessment, FocusOutcome, MAX_HIGHLIGHTS, MOST_FOCUS, OWN_ROLE, State,
};
use crate::domain::period::Period;
use crate::domain::rubric::{Question, Rating, Rubric};
use crate::escape::visible;

/// What a question about named people starts with.
const SENSITIVE: &str = "    private: true   # this one is about people and starts private; `false` lets exports have it\n";

/// An answers file as read, all of it checked.
#[derive(Clone, Debug)]
pub struct Answers {
    entries: Entries,
}

/// What an answers file says it is about. It decides what the rest is read for, so it comes first.
#[derive(Clone, Debug, Default)]
pub struct About {
    /// The period, and where it is written.
    pub period: Option<(Period, Place)>,
    /// The id of a rubric, and where it is written.
    pub rubric: Option<(String, Place)>,
}

/// Reads what an answers file says it is about. What cannot be read of it is left to [`read`].
///
/// # Errors
/// Where it is not YAML.
pub fn about(path: &Path, text: &str) -> Result<About, Problems> {
    let root = yaml::parse(path, text)?;
    let mut reader = Reader::new(text);
    let Some(mut fields) = reader.map(&root, "") else {
        return Ok(About::default());
    };
    let mut text = |name| {
        let node = fields.take(name)?;
        Some((reader.text(node, "")?, node.at))
    };
    Ok(About {
        period: text("period").and_then(|(period, at)| Some((period.parse().ok()?, at))),
        rubric: text("rubric").filter(|(id, _)| is_id(id)),
    })
}

/// Names what an answers file says it is about and cannot be.
fn check_about(fields: &mut Fields<'_>, rubric: &Rubric, reader: &mut Reader<'_>) {
    let mut check = |name, wrong: &dyn Fn(String) -> Option<String>| {
        if let Some(node) = fields.take(name)
            && let Some(said) = reader.text(node, format_args!("`{name}`"))
            && let Some(wrong) = wrong(said)
        {
            reader.problem(node.at, wrong);
        }
    };
    check("period", &|said| {
        said.parse::<Period>().err().map(|wrong| wrong.to_string())
    });
    check("rubric", &|said| {
        let id = &rubric.id;
        (said != *id).then(|| format!("the file is for the rubric `{said}`, not for `{id}`"))
    });
}

/// Reads an answers file.
///
/// # Errors
/// Everything that is wrong with it, ids that the rubric does not have included.
pub fn read(path: &Path, text: &str, rubric: &Rubric) -> Result<Answers, Problems> {
    let root = yaml::parse(path, text)?;
    let mut reader = Reader::new(text);
    let entries = reader.map(&root, "the answers file").map(|mut fields| {
        check_about(&mut fields, rubric, &mut reader);
        fields.need("answers", &mut reader);
        let mut entries = Entries::read(&mut fields, Origin::Person, &mut reader);
        fields.no_others(&mut reader);
        for problem in entries
            .named
            .iter()
            .filter_map(|named| named.problem(rubric))
        {
            reader.problem(problem.at, problem.message);
        }
        // Untouched, as the printed file has it.
        for (_, question) in rubric
            .questions()
            .filter(|(_, question)| question.sensitive)
        {
            let unfilled = Answer {
                private: true,
                ..Answer::default()
            };
            if entries.answers.get(&question.id) == Some(&unfilled) {
                entries.answers.remove(&question.id);
            }
        }
        entries
    });
    Ok(Answers {
        entries: reader.finish(path, entries)?,
    })
}

impl Answers {
    /// Whether nobody has filled anything in: no rating, no text, nothing not applicable.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        let said = &self.entries;
        let mut answers = said.answers.values();
        let mut notes = said.last_focus.iter().map(|item| &item.note);
        !answers.any(|answer| answer.state != State::Open || answer.has_evidence())
            && said.focus.is_empty()
            && notes.all(|note| note.trim().is_empty())
            && said.closing.trim().is_empty()
            && said.highlights.is_empty()
    }

    /// Words that were not read, and how to keep them.
    #[must_use]
    pub fn lost(&self) -> &[Problem] {
        &self.entries.lost
    }

    /// Puts the answers into an empty draft. A last focus gets its action from the assessment
    /// that chose it.
    #[must_use]
    pub fn fill(self, mut draft: Assessment, previous: Option<&Assessment>) -> Assessment {
        let mut chosen: Vec<_> = previous.map_or_else(Vec::new, |earlier| earlier.focus.clone());
        draft.answers = self.entries.answers;
        draft.focus = self.entries.focus;
        draft.last_focus = self.entries.last_focus;
        draft.closing = self.entries.closing;
        draft.closing_private = self.entries.closing_private;
        draft.highlights = self.entries.highlights;
        if !self.entries.targets.is_empty() {
            OWN_ROLE.clone_into(&mut draft.role);
            draft.targets = self.entries.targets;
        }
        for item in &mut draft.last_focus {
            if let Some(index) = chosen.iter().position(|focus| {
                focus.skill == item.skill && (item.action.is_empty() || focus.action == item.action)
            }) {
                let said = FocusOutcome::from(chosen.remove(index));
                item.action = said.action;
                item.private |= said.private;
                item.by = item.by.or(said.by);
                if item.sign.is_empty() {
                    item.sign = said.sign;
                }
            }
        }
        draft
    }
}

/// An answers file to fill in: every question and anchor as a comment, and what there is already.
///
/// # Errors
/// Where the YAML library refuses; it has no reason to.
pub fn write(assessment: &Assessment, rubric: &Rubric) -> anyhow::Result<String> {
    let mut out = String::new();
    let _ = write!(
        out,
        "# Answers for {} · {}\n\
         # Give a rating from 1 to 5 and the evidence for it. A question left empty is skipped.\n\
         # Does not apply? Put `not_applicable: no-opportunity` (or out-of-scope, other) and a `note`\n\
         # in place of the rating. `private: true` keeps an answer, or a focus, out of exports.\n\
         # Several lines of evidence: write `evidence: |` and indent the lines below it.\n\
         # Then: emkit assess --answers FILE\n\
         period: {}\n\
         {}\
         answers:\n",
        assessment.period,
        visible(&rubric.title),
        assessment.period,
        yaml::write_field_between("rubric", &rubric.id)?
    );
    for skill in &rubric.skills {
        let _ = write!(out, "\n  # ==== {} ====\n", visible(&skill.title));
        for question in &skill.questions {
            comment(&mut out, question);
            let answer = assessment
                .answer(&question.id)
                .filter(|answer| !answer.is_blank());
            match answer.map(|answer| AnswerEntry::new(answer, Origin::Person)) {
                Some(entry) => {
                    let entry = yaml::write_between(&entry)?;
                    // Nothing left to say of a skipped question but that it stays one.
                    let body = if entry.trim() == "{}" {
                        "rating:\n".to_owned()
                    } else {
                        entry
                    };
                    let _ = writeln!(out, "  {}:", question.id);
                    indent(&mut out, &body, "    ");
                }
                None => {
                    let _ = write!(out, "  {}:\n    rating:\n    evidence:\n", question.id);
                    if question.sensitive {
                        out.push_str(SENSITIVE);
                    }
                }
            }
        }
    }
    focus(&mut out, assessment, rubric)?;
    closing(&mut out, assessment, rubric)?;
    highlights(&mut out, assessment, rubric)?;
    targets(&mut out, assessment)?;
    Ok(out)
}

fn comment(out: &mut String, question: &Question) {
    let _ = write!(
        out,
        "\n  # {}\n  #   {}\n",
        visible(&question.ask),
        visible(&question.hint)
    );
    for rating in Rating::all() {
        let _ = writeln!(out, "  #   {rating}  {}", visible(question.anchor(rating)));
    }
}

fn focus(out: &mut String, assessment: &Assessment, rubric: &Rubric) -> anyhow::Result<()> {
    let skill = rubric.skills.first().map_or("", |skill| skill.id.as_str());
    let last_focus = outcomes(assessment);
    out.push_str("\n# What came of the last focus: done, partly or dropped.\n");
    if last_focus.is_empty() {
        let _ = write!(
            out,
            "# last_focus:\n#   - skill: {skill}\n#     outcome: partly\n#     note:\n"
        );
    } else {
        out.push_str("last_focus:\n");
        indent(out, &yaml::write_between(&last_focus)?, "  ");
    }
    let _ = write!(
        out,
        "\n# What to work on next, {MOST_FOCUS} things at most.\n"
    );
    if assessment.focus.is_empty() {
        let _ = write!(
            out,
            "# focus:\n#   - skill: {skill}\n#     action: one thing to do within two weeks\n\
             #     by: 2027-01-20\n#     sign: I'll know it worked if …\n"
        );
    } else {
        let focus: Vec<_> = assessment.focus.iter().map(FocusEntry::from).collect();
        out.push_str("focus:\n");
        indent(out, &yaml::write_between(&focus)?, "  ");
    }
    Ok(())
}

fn closing(out: &mut String, assessment: &Assessment, rubric: &Rubric) -> anyhow::Result<()> {
    let Some(ask) = rubric.closing(assessment.stage.as_deref()) else {
        return Ok(());
    };
    let _ = write!(out, "\n# {}\n", visible(ask));
    match ClosingEntry::new(assessment) {
        None => out.push_str("closing:\n"),
        Some(closing) => out.push_str(&yaml::write_field_between("closing", &closing)?),
    }
    Ok(())
}

fn highlights(out: &mut String, assessment: &Assessment, rubric: &Rubric) -> anyhow::Result<()> {
    let _ = write!(
        out,
        "\n# Results for the top of the review, {MAX_HIGHLIGHTS} at most: an answer of yours, a line of text,\n\
         # or both to say the answer in other words.\n"
    );
    if assessment.highlights.is_empty() {
        let mut questions = rubric.questions().map(|(_, question)| question.id.as_str());
        let question = questions.next().unwrap_or_default();
        let _ = write!(
            out,
            "# highlights:\n#   - question: {question}\n#   - text: what was won, in a line\n"
        );
    } else {
        let entries = assessment.highlights.iter().map(HighlightEntry::from);
        out.push_str("highlights:\n");
        let entries: Vec<_> = entries.collect();
        indent(out, &yaml::write_between(&entries)?, "  ");
    }
    Ok(())
}

fn targets(out: &mut String, assessment: &Assessment) -> anyhow::Result<()> {
    let targets = target_entries(assessment);
    if !targets.is_empty() {
        out.push_str("\n# Your own target for each skill, from 1 to 5.\ntargets:\n");
        indent(out, &yaml::write_between(&targets)?, "  ");
    }
    Ok(())
}

fn indent(out: &mut String, text: &str, by: &str) {
    for line in text.lines() {
        if line.is_empty() {
            out.push('\n');
        } else {
            let _ = writeln!(out, "{by}{line}");
        }
    }
}
