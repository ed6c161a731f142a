//! The text before the questions: what to expect, role and stage, what came of the last focus.

use itertools::Itertools;

use super::skill_title;
use crate::domain::assessment::Outcome;
use crate::domain::decimal::whole;
use crate::domain::interview::{Interview, Step};
use crate::domain::rubric::Rating;
use crate::escape::visible;
use crate::report::wording::{bare_sign, count};

const BETWEEN: &str = "Between two steps, take the lower.";

/// What to expect; the scale, and what the clusters are. Whoever has answered something knows them.
pub(crate) fn welcome(interview: &Interview<'_>) -> [String; 2] {
    let rubric = interview.rubric;
    let period = interview.draft().period;
    let [expected, how] = to_expect(interview);
    let greeting = format!("emkit · {period} · {expected}. Saved as you go.\n{how}");
    let scale = Rating::all().zip(&rubric.scale);
    let clusters = rubric.clusters.iter();
    let mut clusters = clusters.map(|cluster| first_sentence(&cluster.title, &cluster.why));
    let explained = match interview.step() {
        Step::Review => String::new(),
        // The choices are the steps of the scale themselves.
        Step::Wanted(_) => clusters.join("\n"),
        _ if interview.draft().answered() > 0 => {
            let mut labels = scale.map(|(rating, step)| format!("{rating} {}", step.label));
            visible(&format!("{}; between two, the lower.", labels.join(", ")))
        }
        _ => {
            let scale = scale.map(|(rating, step)| {
                visible(&format!("{rating} {}: {}", step.label, step.meaning))
            });
            scale.chain([BETWEEN.to_owned()]).chain(clusters).join("\n")
        }
    };
    [greeting, explained]
}

pub(crate) fn offers_highlights(interview: &Interview<'_>) -> Option<&'static str> {
    let draft = interview.draft();
    let is_fresh = draft.answered() == 0 && draft.highlights.is_empty();
    let is_opening = matches!(interview.step(), Step::Role | Step::Stage | Step::Wanted(_));
    (is_fresh && !is_opening)
        .then_some("Ctrl-V: start by noting what you delivered, to use as evidence.")
}

fn to_expect(interview: &Interview<'_>) -> [String; 2] {
    let questions = interview.rubric.questions().count();
    let from = interview.rubric.evidence_from;
    let is_quick = interview.opened.ratings_first && interview.step() != Step::Review;
    let all = count(questions, "question");
    let texts = interview.texts_due().count();
    let is_open = interview.open_places().next().is_some();
    if is_quick && !is_open && texts > 0 {
        let texts = count(texts, "rating");
        let how = format!("What's left: evidence for {texts} of {from} or higher.");
        let how = how + " Finish at any time.";
        return [format!("{all}, all rated"), how];
    }
    let left = match questions.saturating_sub(interview.draft().answered()) {
        0 => format!("{all}, none open"),
        left if left == questions => all,
        left => format!("{all}, {left} to go"),
    };
    let how = if is_quick {
        let how = format!("Ratings first, then evidence for {from} or higher.");
        how + " Skip, leave or finish at any time."
    } else if is_open {
        "For each, write a few lines, then rate. Skip or leave whenever you like.".to_owned()
    } else {
        "Change any answer, then finish.".to_owned()
    };
    [left, how]
}

/// What is asked at a step that takes a choice, the choices, and which of them is in effect.
pub(crate) fn choice(interview: &Interview<'_>) -> (String, Vec<String>, Option<usize>) {
    let (rubric, draft) = (interview.rubric, interview.draft());
    match interview.step() {
        Step::Role => {
            let ask = "Which role do you want to be scored against? It changes the targets, not the questions.";
            let profiles = &rubric.profiles;
            let choices = profiles.iter().map(|it| first_sentence(&it.title, &it.why));
            let now = profiles.iter().position(|profile| profile.id == draft.role);
            (ask.to_owned(), choices.collect(), now)
        }
        Step::Stage => {
            let ask = "Which stage is your company in? It moves some targets up or down.";
            let mut choices = vec!["None of these: leave the targets as they are".to_owned()];
            let stages = rubric.stages.iter();
            choices.extend(stages.map(|stage| first_sentence(&stage.title, &stage.why)));
            let place = |id: &String| rubric.stages.iter().position(|stage| stage.id == *id);
            let now = match &draft.stage {
                Some(id) => place(id).map(|place| place + 1),
                None => Some(0),
            };
            (ask.to_owned(), choices, now)
        }
        Step::Wanted(place) => {
            let scale = rubric.scale.iter();
            let steps = scale.map(|step| visible(&format!("{}: {}", step.label, step.meaning)));
            let skill = &rubric.skills[place];
            let target = draft.targets.get(&skill.id);
            let now = target.and_then(|target| {
                Rating::all().position(|rating| whole(rating.number().into()) == *target)
            });
            let position = interview.wanted_position(place);
            let position = position.map_or_else(String::new, |(at, of)| format!("{at} of {of} · "));
            let (title, what) = (&skill.title, &skill.definition);
            let ask = format!("{position}{title}: {what} How much of it do you want now?");
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
    let focus = &interview.draft().last_focus[index].focus;
    let title = skill_title(interview, &focus.skill);
    let focus = visible(&format!("{title}: {}", focus.action));
    format!("{focus}\n\nWhat came of it, in a line? You can leave it blank.")
}
