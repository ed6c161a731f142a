//! An answers file to fill in.

use std::fmt::Write as _;

use serde_json::Value;

use crate::domain::assessment::{Answer, Assessment, MAX_FOCUS, MAX_HIGHLIGHTS, Outcome};
use crate::domain::decimal::Hundredths;
use crate::domain::rubric::{Question, Rating, Rubric};
use crate::escape::visible;
use crate::format::entries::{Origin, write as entries};
use crate::format::yaml;

const SENSITIVE: &str = "    private: true   # a sensitive question; `false`, or no such line, lets exports have the answer\n";

/// An answers file to fill in: every question and anchor as a comment, and what there is already.
pub fn write(assessment: &Assessment, rubric: &Rubric) -> anyhow::Result<String> {
    let mut out = format!(
        "# Answers for {} · {}\n\
         # Give a rating from 1 to 5 and the evidence for it. A question left empty is skipped.\n\
         # Does not apply? Put `not_applicable: no-opportunity` (or out-of-scope, other) and a `note`\n\
         # in place of the rating. `private: true` keeps an answer, or a focus, out of exports.\n\
         # Several lines of evidence: write `evidence: |` and indent the lines below it.\n\
         # Then: emkit assess --answers FILE\n\
         period: {}\n\
         {}",
        assessment.period,
        visible(&rubric.title),
        assessment.period,
        yaml::write_field_between("rubric", &rubric.id)?
    );
    if rubric.own_targets || !assessment.targets.is_empty() {
        wanted(&mut out, assessment, rubric);
    }
    out.push_str("answers:\n");
    for skill in &rubric.skills {
        let _ = write!(out, "\n  # ==== {} ====\n", visible(&skill.title));
        for question in &skill.questions {
            let (ask, hint) = (visible(&question.ask), visible(&question.hint));
            let _ = write!(out, "\n  # {ask}\n  #   {hint}\n");
            for rating in Rating::all() {
                let _ = writeln!(out, "  #   {rating}  {}", visible(question.anchor(rating)));
            }
            out += &answer_to_fill(question, assessment.answer(&question.id))?;
        }
    }
    let skill = rubric.skills.first().map_or("", |skill| skill.id.as_str());
    out += &list(
        "last_focus",
        "What came of the last focus: done, partly or dropped.",
        &entries::outcomes(assessment),
        &outcomes_to_fill(assessment, skill)?,
    )?;
    out += &list(
        "focus",
        &format!("What to work on next, {MAX_FOCUS} things at most."),
        &entries::focus(assessment),
        &format!(
            "  - skill: {skill}\n    action: one thing to do within two weeks\n    \
             by: 2027-01-20\n    sign: each senior has one changed assignment\n"
        ),
    )?;
    if let Some(ask) = rubric.closing(assessment.stage.as_deref()) {
        let _ = write!(out, "\n# {}\n", visible(ask));
        if assessment.closing.is_empty() {
            out.push_str("closing:\n");
        } else {
            let closing = entries::closing(assessment);
            out.push_str(&yaml::write_field_between("closing", &closing)?);
        }
    }
    let question = rubric.questions().next();
    let question = question.map_or("", |(_, question)| &question.id);
    out += &list(
        "highlights",
        &format!(
            "Results for the top of the review, {MAX_HIGHLIGHTS} at most: an answer of yours, a line of text,\n\
             # or both to say the answer in other words."
        ),
        &entries::highlights(assessment),
        &format!("  - question: {question}\n  - text: what was won, in a line\n"),
    )?;
    Ok(out)
}

fn outcomes_to_fill(assessment: &Assessment, skill: &str) -> anyhow::Result<String> {
    if assessment.last_focus.is_empty() {
        return Ok(format!(
            "  - skill: {skill}\n    outcome: partly\n    note:\n"
        ));
    }
    let mut asked = assessment.clone();
    for item in &mut asked.last_focus {
        item.outcome.get_or_insert(Outcome::Partly);
    }
    let asked = yaml::write_between(&entries::outcomes(&asked))?;
    Ok(indented(&asked, "  "))
}

fn wanted(out: &mut String, assessment: &Assessment, rubric: &Rubric) {
    out.push_str(
        "# How much of each you want now, 1 to 5. One left empty has no target.\ntargets:\n",
    );
    for skill in &rubric.skills {
        let target = assessment.targets.get(&skill.id);
        if target.is_none() && !rubric.own_targets {
            continue;
        }
        let target = target.map(|target| format!(" {}", Hundredths::round(target).as_f64()));
        let (title, what) = (visible(&skill.title), visible(&skill.definition));
        let target = target.unwrap_or_default();
        let _ = writeln!(out, "  # {title}: {what}\n  {}:{target}", skill.id);
    }
}

fn answer_to_fill(question: &Question, answer: Option<&Answer>) -> anyhow::Result<String> {
    let empty = match answer.filter(|answer| !answer.is_blank()) {
        None if question.sensitive => format!("    rating:\n    evidence:\n{SENSITIVE}"),
        None => "    rating:\n    evidence:\n".to_owned(),
        Some(answer) => match entries::answer(answer, Origin::Person) {
            // Nothing left to say of a skipped question but that it stays one.
            Value::Object(fields) if fields.is_empty() => "    rating:\n".to_owned(),
            fields => indented(&yaml::write_between(&fields)?, "    "),
        },
    };
    Ok(format!("  {}:\n{empty}", question.id))
}

fn list(name: &str, comment: &str, items: &[Value], sample: &str) -> anyhow::Result<String> {
    let list = if items.is_empty() {
        indented(&format!("{name}:\n{sample}"), "# ")
    } else {
        format!("{name}:\n{}", indented(&yaml::write_between(&items)?, "  "))
    };
    Ok(format!("\n# {comment}\n{list}"))
}

fn indented(text: &str, by: &str) -> String {
    let lines = text.lines().map(|line| match line {
        "" => "\n".to_owned(),
        line => format!("{by}{line}\n"),
    });
    lines.collect()
}
