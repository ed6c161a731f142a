//! What holds for the figures, comparisons and interviews of every rubric and every assessment.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use emkit::domain::assessment::{Assessment, Reason, State};
use emkit::domain::decimal::{Exact, Hundredths, Weight, exact, whole};
use emkit::domain::diff::{DropReason, Reading, SkillDiff, Snapshot, diff};
use emkit::domain::interview::{Action, Interview, Opening, Phase, Step};
use emkit::domain::rubric::{Rating, RoleTargets, Rubric};
use emkit::domain::scoring::{Standing, enough, gaps, score_all, score_cluster};
use emkit::escape::{visible, visible_lines};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use crate::hostile::strategies::{answered, cases, rubric, text};

fn one() -> impl Strategy<Value = (Rubric, Assessment)> {
    rubric().prop_flat_map(|rubric| (Just(rubric.clone()), answered(&rubric)))
}

fn two() -> impl Strategy<Value = (Rubric, Assessment, Assessment)> {
    rubric().prop_flat_map(|rubric| (Just(rubric.clone()), answered(&rubric), answered(&rubric)))
}

fn compared<'a>(
    rubric: &'a Rubric,
    from: &'a Assessment,
    to: &'a Assessment,
) -> Vec<SkillDiff<'a>> {
    let made = |assessment| Snapshot { assessment, rubric };
    diff(made(from), made(to))
}

fn dropped(diff: &[SkillDiff<'_>], skill: usize, wanted: DropReason) -> Vec<String> {
    let dropped = diff[skill].dropped.iter();
    dropped
        .filter(|(_, reason)| *reason == wanted)
        .map(|(question, _)| question.id.clone())
        .collect()
}

fn interview<'a>(
    rubric: &'a Rubric,
    draft: Assessment,
    previous: &'a Assessment,
    ratings_first: bool,
) -> Interview<'a> {
    let opening = Opening {
        ratings_first,
        ..Opening::default()
    };
    Interview::open(rubric, draft, Some(previous), opening).expect("an interview")
}

/// Anything that can be said about a question.
fn action() -> impl Strategy<Value = Action> {
    let rate = (1_u8..=5).prop_map(|number| Action::Rate(Rating::new(number).expect("a rating")));
    let go_to = select(vec!["one.a", "one.e", "two.b", "three.a"]);
    prop_oneof![
        8 => rate,
        4 => Just(Action::Continue),
        2 => Just(Action::Write("x".to_owned())),
        1 => select(vec![
            Action::Write("y".to_owned()),
            Action::Reuse,
            Action::Private(true),
            Action::Skip,
            Action::NotApplicable { reason: Reason::Other, note: String::new() },
        ]),
        2 => select(vec![Action::Back, Action::Review]),
        1 => go_to.prop_map(|id| Action::GoTo(id.to_owned())),
    ]
}

fn states(draft: &Assessment) -> Vec<(&str, &State)> {
    let answers = draft.answers.iter();
    answers
        .filter(|(_, answer)| answer.state != State::Open)
        .map(|(id, answer)| (id.as_str(), &answer.state))
        .collect()
}

fn texts(draft: &Assessment) -> Vec<(&str, &str)> {
    let answers = draft.answers.iter();
    answers
        .filter(|(_, answer)| answer.has_evidence())
        .map(|(id, answer)| (id.as_str(), answer.evidence.as_str()))
        .collect()
}

proptest! {
    #![proptest_config(cases(120))]

    #[test]
    fn compared_with_itself_an_assessment_has_not_changed((rubric, assessment) in one()) {
        for skill in compared(&rubric, &assessment, &assessment) {
            prop_assert_eq!(skill.moved().count(), 0);
            match skill.change() {
                Some(change) => {
                    prop_assert_eq!(change, whole(0));
                    prop_assert_eq!(skill.reading, Reading::None);
                }
                None => prop_assert_eq!(skill.reading, Reading::NotComparable),
            }
            // What was carried over was not rated this time.
            let rated = |id: &str| {
                let answer = assessment.answer(id);
                answer.is_some_and(|answer| answer.rating().is_some() && answer.carried.is_none())
            };
            prop_assert!(skill.compared.iter().all(|pair| rated(&pair.question.id)));
            prop_assert!(skill.dropped.iter().all(|(question, _)| !rated(&question.id)));
            prop_assert!(skill.compared.iter().all(|pair| !pair.new_evidence));
        }
    }

    #[test]
    fn seen_from_the_other_side_every_change_is_the_opposite((rubric, one, other) in two()) {
        let there = compared(&rubric, &one, &other);
        let back = compared(&rubric, &other, &one);
        for (index, (there_skill, back_skill)) in there.iter().zip(&back).enumerate() {
            prop_assert_eq!(&there_skill.from, &back_skill.to);
            prop_assert_eq!(&there_skill.to, &back_skill.from);
            prop_assert_eq!(there_skill.change(), back_skill.change().map(|change| -change));
            prop_assert_eq!(there_skill.reading, back_skill.reading);
            prop_assert_eq!(there_skill.compared.len(), back_skill.compared.len());
            for (there, back) in there_skill.compared.iter().zip(&back_skill.compared) {
                prop_assert_eq!((there.from, there.to), (back.to, back.from));
            }
            let not_applicable = DropReason::NotApplicable;
            prop_assert_eq!(
                dropped(&there, index, not_applicable),
                dropped(&back, index, not_applicable)
            );
            let then = dropped(&back, index, DropReason::SkippedThen);
            for id in dropped(&there, index, DropReason::SkippedNow) {
                prop_assert!(then.contains(&id));
            }
        }
    }

    #[test]
    fn every_question_is_either_compared_or_left_out((rubric, one, other) in two()) {
        for skill in compared(&rubric, &one, &other) {
            let questions = skill.skill.questions.len();
            prop_assert_eq!(skill.compared.len() + skill.dropped.len(), questions);
        }
    }

    #[test]
    fn figures_stay_on_the_scale_and_in_their_order(
        (rubric, assessment) in one(),
        staged in any::<bool>(),
    ) {
        let bar = RoleTargets { profile: &rubric.profiles[0], stage: staged.then(|| &rubric.stages[0]) };
        let scores = score_all(&rubric, &assessment, bar);
        let on_scale = |figure: &Exact| *figure >= whole(1) && *figure <= whole(5);
        for skill in &scores {
            prop_assert!(skill.rated <= skill.applicable);
            prop_assert!(skill.applicable <= skill.skill.questions.len());
            prop_assert!(skill.target.as_ref().is_some_and(on_scale));
            prop_assert_eq!(skill.score.is_some(), enough(skill.rated, skill.applicable));
            prop_assert_eq!(skill.score.is_some(), skill.supported.is_some());
            prop_assert_eq!(skill.score.is_some(), skill.gap.is_some());
            prop_assert_eq!(skill.score.is_some(), skill.level().is_some());
            let (Some(score), Some(supported)) = (&skill.score, &skill.supported) else {
                continue;
            };
            prop_assert!(on_scale(score) && on_scale(supported));
            prop_assert!(supported <= score);
            let gap = skill.gap.clone().expect("a gap");
            let target = skill.target.clone().expect("a target");
            prop_assert!(gap >= whole(0) && gap <= whole(4));
            prop_assert!(gap == whole(0) || score + &gap == target);
            let level = skill.level().map(|level| whole(level.number().into()));
            let off = (level.expect("a level") - score) * whole(2);
            prop_assert!(off > whole(-1) && off <= whole(1));
        }
        let short = gaps(&rubric, &scores);
        for pair in short.windows(2) {
            // What a single step would close is not what to work on first.
            let [one, other] = [0, 1].map(|place| pair[place].standing() == Standing::Close);
            prop_assert!(one <= other);
            prop_assert!(one != other || pair[0].gap >= pair[1].gap);
        }
        for skill in &scores {
            let (score, target) = (skill.score.clone(), skill.target.clone());
            let weights: Weight = skill.terms.iter().map(|term| term.question.weight).sum();
            let steps = skill.terms.iter().filter(|term| term.rating.number() < 5);
            let mut steps = steps.map(|term| exact(term.question.weight / weights));
            let is_short = score < target && score.is_some();
            prop_assert_eq!(skill.standing().is_short(), is_short);
            let gap = skill.gap.clone();
            let would_do = steps.any(|step| gap.as_ref().is_some_and(|gap| *gap <= step));
            let is_less_than_a_step = gap < Some(whole(1));
            let is_close = is_short && would_do && is_less_than_a_step;
            prop_assert_eq!(skill.standing() == Standing::Close, is_close);
        }
    }

    #[test]
    fn a_cluster_lies_between_its_lowest_and_its_highest_skill((rubric, assessment) in one()) {
        let bar = RoleTargets { profile: &rubric.profiles[0], stage: None };
        let scores = score_all(&rubric, &assessment, bar);
        let inside = || scores.iter().filter(|score| score.skill.cluster == "core");
        let cluster = score_cluster(inside());
        let figures: Vec<&Exact> = inside().filter_map(|skill| skill.score.as_ref()).collect();
        prop_assert_eq!(cluster.score.is_some(), !figures.is_empty());
        if let Some(mean) = &cluster.score {
            let lowest = figures.iter().min().expect("a lowest");
            prop_assert!(*lowest <= mean && figures.iter().any(|figure| *figure >= mean));
            let first = inside().find(|skill| skill.score.as_ref() == Some(lowest));
            prop_assert_eq!(cluster.lowest, first.map(|skill| skill.skill.id.clone()));
        }
    }

    #[test]
    fn rounding_is_near_and_the_same_on_both_sides_of_zero(
        top in -100_000_i64..100_000,
        below in 1_i64..2_000,
    ) {
        let exact = Exact::new(top.into(), below.into());
        let rounded = Hundredths::round(&exact);
        let spelled = rounded.to_string();
        let printed: f64 = spelled.parse().expect("a number");
        #[allow(clippy::cast_precision_loss)]
        let off = (printed - top as f64 / below as f64).abs();
        prop_assert!(off <= 0.005 + 1e-9, "{spelled} for {top}/{below}");
        let (_, decimals) = spelled.split_once('.').expect("a point");
        prop_assert_eq!(decimals.len(), 2);
        let mirrored = Hundredths::round(&-exact).to_string();
        prop_assert_eq!(spelled.trim_start_matches('-'), mirrored.trim_start_matches('-'));
    }

    #[test]
    fn what_is_made_visible_cannot_act(text in text()) {
        for shown in [visible(&text), visible_lines(&text).replace('\n', " ")] {
            let acts = |character: char| {
                character.is_control()
                    || matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
            };
            prop_assert!(!shown.contains(acts), "{shown:?}");
            prop_assert!(shown.chars().count() >= text.chars().count());
        }
    }

    #[test]
    fn with_ratings_first_each_is_asked_once_and_then_each_claim_without_a_text(
        (rubric, draft, previous) in two(),
        ratings in vec(1_u8..=5, 9),
    ) {
        let is_open = |id: &str| draft.answer(id).is_none_or(|answer| answer.state == State::Open);
        let open: Vec<String> = rubric
            .questions()
            .map(|(_, question)| question.id.clone())
            .filter(|id| is_open(id))
            .collect();
        let mut interview = interview(&rubric, draft.clone(), &previous, true);
        let mut rated = Vec::new();
        while let Step::Rating(place) = interview.step {
            prop_assert_eq!(interview.phase(), Some(Phase::Ratings));
            rated.push(interview.question(place).1.id.clone());
            let rating = Rating::new(ratings[place]).expect("a rating");
            interview.apply(Action::Rate(rating)).expect("taken");
        }
        prop_assert_eq!(rated, open);
        let mut claims: Vec<usize> = (0..9)
            .filter(|place| interview.answer(*place).lacks_evidence(rubric.evidence_from))
            .filter(|place| interview.answer(*place).carried.is_none())
            .collect();
        claims.sort_by_key(|place| Reverse(interview.answer(*place).rating()));
        let mut written = Vec::new();
        while let Step::Evidence(place) = interview.step {
            prop_assert_eq!(interview.position(place), (written.len() + 1, claims.len()));
            prop_assert_eq!(interview.texts_due().count(), claims.len() - written.len());
            written.push(place);
            interview.apply(Action::Continue).expect("taken");
        }
        prop_assert_eq!(written, claims);
        prop_assert_eq!(interview.step, Step::Review);
    }

    #[test]
    fn in_either_order_no_rating_and_no_word_is_lost_by_going_about(
        (rubric, draft, previous) in two(),
        ratings_first in any::<bool>(),
        said in vec(action(), 0..80),
    ) {
        let mut interview = interview(&rubric, draft, &previous, ratings_first);
        let mut carried = BTreeSet::new();
        for action in said {
            let (before, pass) = (interview.draft.clone(), interview.phase());
            let now = before.answers.iter().filter(|(_, answer)| answer.carried.is_some());
            carried.extend(now.map(|(id, _)| id.clone()));
            let is_taken = interview.apply(action.clone()).is_ok();
            let after = &interview.draft;
            let says_state = match action {
                Action::Rate(_) | Action::NotApplicable { .. } => true,
                Action::Skip => pass != Some(Phase::Evidence),
                _ => false,
            };
            let says_text = matches!(
                action,
                // The note of a question that did not apply is kept as its text.
                Action::Write(_) | Action::Reuse | Action::Skip
            );
            // Written on, an answer that was carried over is open again.
            let is_carried = before.answers.values().any(|answer| answer.carried.is_some());
            if !(is_taken && (says_state || says_text && is_carried)) {
                prop_assert_eq!(states(&before), states(after), "{:?}", action);
            }
            if !is_taken || !says_text {
                prop_assert_eq!(texts(&before), texts(after), "{:?}", action);
            }
            if interview.phase() == Some(Phase::Evidence) {
                // Written on from the review, one that was carried over is open again.
                let mut open = (0..9).filter(|place| interview.answer(*place).state == State::Open);
                prop_assert!(open.all(|place| carried.contains(&interview.question(place).1.id)));
                let Step::Evidence(place) = interview.step else { unreachable!() };
                let (position, of) = interview.position(place);
                prop_assert!(position >= 1 && position <= of && of <= 9);
            }
        }
    }
}
