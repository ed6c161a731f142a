//! What is said at every step but a question: what to expect, role and stage, the last focus, the review,
//! the scores, what to work on, the closing question, highlights.

use std::iter::once;

use itertools::Itertools;

use super::question::{PRIVATE, last_time, standing};
use super::{one_line, report, skill_title, words_if, wrapped};
use crate::domain::assessment::{Focus, Highlight, MAX_HIGHLIGHTS, Outcome, State};
use crate::domain::decimal::whole;
use crate::domain::interview::{Interview, Step};
use crate::domain::rubric::Rating;
use crate::escape::visible;
use crate::page::terminal::{self, Theme};
use crate::report::note::brief;
use crate::report::scores::{table_page, title};
use crate::report::wording::{bare_sign, count, decimal};

/// What to expect, and how to begin with the highlights; the scale, and what the clusters are. Whoever
/// has answered something knows them.
pub(crate) fn welcome(interview: &Interview<'_>, key: &str) -> [String; 2] {
    let (rubric, draft) = (interview.rubric, &interview.draft);
    let questions = rubric.questions().count();
    let all = count(questions, "question");
    let left = match questions.saturating_sub(draft.answered()) {
        0 => format!("{all}, none open"),
        left if left == questions => all,
        left => format!("{all}, {left} to go"),
    };
    let from = rubric.evidence_from;
    let how = if interview.opened.ratings_first && interview.step != Step::Review {
        &format!(
            "Ratings first, then evidence for {from} or higher. Skip, leave or finish at any time."
        )
    } else if interview.open_places().next().is_some() {
        "For each, write a few lines, then rate. Skip or leave whenever you like."
    } else {
        "Change any answer, then finish."
    };
    let is_fresh = draft.answered() == 0 && draft.highlights.is_empty();
    let offer = format!("\n{key}: start by noting what you delivered, to use as evidence.");
    let offer = words_if(is_fresh, &offer);
    let period = draft.period;
    let greeting = format!("emkit · {period} · {left}. Saved as you go.\n{how}{offer}");
    let scale = Rating::all().zip(&rubric.scale);
    let clusters = rubric.clusters.iter();
    let mut clusters = clusters.map(|cluster| first_sentence(&cluster.title, &cluster.why));
    let explained = match interview.step {
        Step::Review => String::new(),
        // The choices are the steps of the scale themselves.
        Step::Wanted(_) => clusters.join("\n"),
        _ if interview.draft.answered() > 0 => {
            let mut labels = scale.map(|(rating, step)| format!("{rating} {}", step.label));
            visible(&format!("{}; between two, the lower.", labels.join(", ")))
        }
        _ => {
            let scale = scale.map(|(rating, step)| {
                visible(&format!("{rating} {}: {}", step.label, step.meaning))
            });
            let between = "Between two steps, take the lower.".to_owned();
            scale.chain([between]).chain(clusters).join("\n")
        }
    };
    [greeting, explained]
}

/// What is asked at a step that takes a choice, the choices, and which of them is in effect.
pub(crate) fn choice(interview: &Interview<'_>) -> (String, Vec<String>, Option<usize>) {
    let (rubric, draft) = (interview.rubric, &interview.draft);
    match interview.step {
        Step::Role => {
            let ask = "Which role do you want to be scored against? It changes the targets, not the questions.";
            let profiles = &rubric.profiles;
            let choices = profiles.iter().map(|it| first_sentence(&it.title, &it.why));
            let now = profiles.iter().position(|profile| profile.id == draft.role);
            (ask.to_owned(), choices.collect(), now)
        }
        Step::Stage => {
            let ask = "Which stage is your company in? It moves some targets up or down.";
            let none = "None of these: leave the targets as they are".to_owned();
            let stages = rubric.stages.iter();
            let choices = stages.map(|stage| first_sentence(&stage.title, &stage.why));
            let ids = rubric.stages.iter().map(|stage| Some(&stage.id));
            let now = once(None)
                .chain(ids)
                .position(|id| id == draft.stage.as_ref());
            (ask.to_owned(), once(none).chain(choices).collect(), now)
        }
        Step::Wanted(place) => {
            let scale = rubric.scale.iter();
            let steps = scale.map(|step| visible(&format!("{}: {}", step.label, step.meaning)));
            let skill = &rubric.skills[place];
            let target = draft.targets.get(&skill.id);
            let now = target.and_then(|target| {
                Rating::all().position(|rating| whole(rating.number().into()) == *target)
            });
            let (at, of) = (place + 1, rubric.skills.len());
            let (title, what) = (&skill.title, &skill.definition);
            let ask = format!("{at} of {of} · {title}: {what} How much of it do you want now?");
            (visible(&ask), steps.collect(), now)
        }
        Step::LastOutcome(index) => {
            let outcomes = Outcome::ALL.iter();
            let choices = outcomes.map(|outcome| outcome.word().to_owned());
            let said = draft.last_focus[index].outcome;
            let now = Outcome::ALL.iter().position(|other| Some(*other) == said);
            let focus = &draft.last_focus[index].focus;
            let by = focus.by.map_or_else(String::new, |by| format!(", by {by}"));
            let sign = match bare_sign(&focus.sign) {
                "" => String::new(),
                sign => format!(" You'd know it worked if: {}.", sign.trim_end_matches('.')),
            };
            let title = skill_title(interview, &focus.skill);
            let action = focus.action.trim_end_matches('.');
            let ask = format!(
                "Last time you chose to work on {title}: {action}{by}.{sign} What came of it?"
            );
            (visible(&ask), choices.collect(), now)
        }
        _ => (String::new(), Vec::new(), None),
    }
}

/// A title and what it is; the rest of the explanation is for `emkit rubric show`.
fn first_sentence(title: &str, why: &str) -> String {
    let first = why.split_inclusive(". ").next().unwrap_or_default();
    let first = first.trim().trim_end_matches('.');
    visible(&format!("{title}: {first}"))
}

pub(crate) fn last_note(interview: &Interview<'_>, index: usize) -> String {
    let focus = focus_line(interview, &interview.draft.last_focus[index].focus);
    let focus = visible(&focus);
    format!("{focus}\n\nWhat came of it, in a line? You can leave it blank.")
}

const MAX_HIGHLIGHT: usize = 120;

pub(crate) fn scores(interview: &Interview<'_>, width: usize, color: bool) -> String {
    let theme = Theme { width, color };
    report(interview).map_or_else(String::new, |report| {
        let title = format!("Where you stand: {}", title(&report));
        let page = terminal::page(&table_page(title, &report), theme);
        page.trim_end().to_owned()
    })
}

pub(crate) fn holding_back(interview: &Interview<'_>, width: usize) -> String {
    let Some(report) = report(interview) else {
        return String::new();
    };
    let mut notes = interview.suggestions().into_iter().filter_map(|focus| {
        let note = brief(report.skill(&focus.skill)?)?;
        Some(wrapped(&format!("  {note}"), width))
    });
    let notes = notes.join("\n");
    match (notes.is_empty(), report.is_wanted()) {
        (true, _) => notes,
        (false, true) => format!("Not as you want it\n{notes}"),
        (false, false) => format!("What's holding you back\n{notes}"),
    }
}

pub(crate) fn focuses(interview: &Interview<'_>) -> (Vec<String>, Vec<String>) {
    let chosen = &interview.draft.focus;
    let suggestion = |focus: Focus| {
        let is_chosen = chosen.iter().any(|chosen| chosen.skill == focus.skill);
        let mark = words_if(is_chosen, "(chosen) ");
        let title = skill_title(interview, &focus.skill);
        format!("{mark}{title}: {}", focus.action)
    };
    let line = |focus: &Focus| focus_line(interview, focus) + words_if(focus.private, " (private)");
    let suggestions = interview.suggestions().into_iter().map(suggestion);
    (suggestions.collect(), chosen.iter().map(line).collect())
}

fn focus_line(interview: &Interview<'_>, focus: &Focus) -> String {
    let by = focus.by.map_or_else(String::new, |by| format!("; by {by}"));
    let sign = words_if(!focus.sign.trim().is_empty(), "; sign: ");
    let words = format!("{}{by}{sign}{}", focus.action, focus.sign.trim());
    let (title, words) = (
        skill_title(interview, &focus.skill),
        words.replace(".; ", "; "),
    );
    format!("{title}: {}", words.trim_end_matches('.'))
}

pub(crate) const FOCUS_ASK: &str = "What will you work on next quarter? One or two things.";

pub(crate) const CLOSING_NOTE: &str = "One open question. You can leave it blank.";

pub(crate) fn closing_ask(interview: &Interview<'_>) -> String {
    let is_private = interview.draft.closing_private;
    let private = words_if(is_private, " Private: it stays out of exports.");
    let closing = interview.rubric.closing(interview.draft.stage.as_deref());
    visible(closing.unwrap_or_default()) + private
}

pub(crate) fn earlier_closing(interview: &Interview<'_>, width: usize) -> String {
    let earlier = interview.previous.map_or("", |it| it.closing.trim());
    words_if(!earlier.is_empty(), &last_time(earlier, width)).to_owned()
}

pub(crate) fn highlights_ask(interview: &Interview<'_>) -> String {
    if interview.is_noting() {
        format!(
            "What did your team deliver this quarter, and what was your part? Up to {MAX_HIGHLIGHTS} results, from memory. They're offered as evidence at the questions."
        )
    } else {
        format!("Which results go at the top of your review? Up to {MAX_HIGHLIGHTS}.")
    }
}

pub(crate) fn highlights(interview: &Interview<'_>) -> (Vec<String>, Vec<String>) {
    let chosen = &interview.draft.highlights;
    let offer = |place| {
        let (_, question) = interview.question(place);
        let is_chosen = |chosen: &Highlight| chosen.question.as_ref() == Some(&question.id);
        let mark = words_if(chosen.iter().any(is_chosen), "(chosen) ");
        let text = one_line(&interview.answer(place).evidence, MAX_HIGHLIGHT);
        format!("{mark}{}: {text}", question.title)
    };
    let line = |highlight: &Highlight| {
        let text = one_line(&interview.highlight_text(highlight), MAX_HIGHLIGHT);
        let question = highlight.question.as_deref();
        match question.and_then(|id| interview.rubric.question(id)) {
            Some((_, question)) => format!("{}: {text}", question.title),
            None => text,
        }
    };
    let offers = interview.highlight_offers().into_iter().map(offer);
    (offers.collect(), chosen.iter().map(line).collect())
}

pub(crate) fn answers(interview: &Interview<'_>) -> Vec<[String; 2]> {
    let rubric = interview.rubric;
    let questions = rubric.questions().map(|(_, question)| {
        let stored = interview.draft.answer(&question.id);
        let answer = stored.cloned().unwrap_or_default();
        let sign = match &answer.state {
            State::Open => "○",
            State::Skipped => "–",
            State::Rated(_) if answer.lacks_evidence(rubric.evidence_from) => "!",
            State::Rated(_) | State::NotApplicable { .. } => " ",
        };
        let standing = standing(rubric, &answer);
        let private = words_if(answer.private, PRIVATE);
        let line = format!("{sign} {}: {standing}{private}", question.title);
        [question.id.clone(), line]
    });
    let skills = rubric.skills.iter().filter(|_| interview.has_wanted());
    let wanted = skills.map(|skill| {
        let target = interview.draft.targets.get(&skill.id);
        let target = target.map_or_else(|| "not said".to_owned(), decimal);
        let line = format!("  {}: wanted {target}", skill.title);
        [skill.id.clone(), line]
    });
    questions.chain(wanted).collect()
}

pub(crate) fn open(interview: &Interview<'_>) -> impl Iterator<Item = usize> {
    let places = 0..interview.rubric.questions().count();
    places.filter(|place| interview.answer(*place).state == State::Open)
}

pub(crate) fn tally(interview: &Interview<'_>) -> String {
    let from = interview.rubric.evidence_from;
    let answers = || interview.draft.answers.values();
    let unsupported = answers().filter(|it| it.lacks_evidence(from)).count();
    let private = answers().filter(|it| it.private).count();
    let skipped = answers().filter(|it| it.state == State::Skipped).count();
    let mut parts = vec![match open(interview).count() {
        0 if skipped > 0 => format!("No question is open · {skipped} skipped"),
        0 => "Every question has an answer".to_owned(),
        open => format!("{} open, which finishing skips", count(open, "question")),
    }];
    if unsupported > 0 {
        parts.push(format!("{} without evidence", count(unsupported, "claim")));
    }
    if private > 0 {
        parts.push(format!("{private} private"));
    }
    parts.join(" · ")
}
