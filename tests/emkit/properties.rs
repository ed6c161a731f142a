//! What holds for the figures and comparisons of every rubric and every assessment.

use emkit::domain::assessment::Assessment;
use emkit::domain::diff::{Diff, DropReason, Made, Reading, diff};
use emkit::domain::figure::{Exact, Hundredths, whole};
use emkit::domain::rubric::{Bar, Rubric};
use emkit::domain::scoring::{enough, gaps, score_all, score_cluster};
use emkit::escape::{visible, visible_lines};
use proptest::prelude::*;

use crate::worlds::{answered, cases, rubric, text};

fn one() -> impl Strategy<Value = (Rubric, Assessment)> {
    rubric().prop_flat_map(|rubric| (Just(rubric.clone()), answered(&rubric)))
}

fn two() -> impl Strategy<Value = (Rubric, Assessment, Assessment)> {
    rubric().prop_flat_map(|rubric| (Just(rubric.clone()), answered(&rubric), answered(&rubric)))
}

fn compared<'a>(rubric: &'a Rubric, from: &'a Assessment, to: &'a Assessment) -> Diff<'a> {
    let made = |assessment| Made { assessment, rubric };
    diff(made(from), made(to))
}

fn dropped(diff: &Diff<'_>, skill: usize, wanted: DropReason) -> Vec<String> {
    let dropped = diff.skills[skill].dropped.iter();
    dropped
        .filter(|dropped| dropped.reason == wanted)
        .map(|dropped| dropped.question.id.clone())
        .collect()
}

proptest! {
    #![proptest_config(cases(120))]

    #[test]
    fn compared_with_itself_an_assessment_has_not_changed((rubric, assessment) in one()) {
        for skill in compared(&rubric, &assessment, &assessment).skills {
            prop_assert_eq!(skill.moved().count(), 0);
            match skill.change() {
                Some(change) => {
                    prop_assert_eq!(change, whole(0));
                    prop_assert_eq!(skill.reading(), Reading::None);
                }
                None => prop_assert_eq!(skill.reading(), Reading::NotComparable),
            }
            let rated = |id: &str| assessment.rating(id).is_some();
            prop_assert!(skill.compared.iter().all(|pair| rated(&pair.question.id)));
            prop_assert!(skill.dropped.iter().all(|dropped| !rated(&dropped.question.id)));
            prop_assert!(skill.compared.iter().all(|pair| !pair.new_evidence));
        }
    }

    #[test]
    fn seen_from_the_other_side_every_change_is_the_opposite((rubric, one, other) in two()) {
        let there = compared(&rubric, &one, &other);
        let back = compared(&rubric, &other, &one);
        for (index, (there_skill, back_skill)) in there.skills.iter().zip(&back.skills).enumerate() {
            prop_assert_eq!(&there_skill.from, &back_skill.to);
            prop_assert_eq!(&there_skill.to, &back_skill.from);
            prop_assert_eq!(there_skill.change(), back_skill.change().map(|change| -change));
            prop_assert_eq!(there_skill.reading(), back_skill.reading());
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
        for skill in compared(&rubric, &one, &other).skills {
            let questions = skill.skill.questions.len();
            prop_assert_eq!(skill.compared.len() + skill.dropped.len(), questions);
        }
    }

    #[test]
    fn figures_stay_on_the_scale_and_in_their_order(
        (rubric, assessment) in one(),
        staged in any::<bool>(),
    ) {
        let bar = Bar { profile: &rubric.profiles[0], stage: staged.then(|| &rubric.stages[0]) };
        let scores = score_all(&rubric, &assessment, bar);
        let on_scale = |figure: &Exact| *figure >= whole(1) && *figure <= whole(5);
        for skill in &scores {
            prop_assert!(skill.rated() <= skill.applicable);
            prop_assert!(skill.applicable <= skill.skill.questions.len());
            prop_assert!(skill.target.as_ref().is_some_and(on_scale));
            prop_assert_eq!(skill.score.is_some(), enough(skill.rated(), skill.applicable));
            prop_assert_eq!(skill.score.is_some(), skill.supported.is_some());
            prop_assert_eq!(skill.score.is_some(), skill.gap().is_some());
            prop_assert_eq!(skill.score.is_some(), skill.level().is_some());
            let (Some(score), Some(supported)) = (&skill.score, &skill.supported) else {
                continue;
            };
            prop_assert!(on_scale(score) && on_scale(supported));
            prop_assert!(supported <= score);
            let gap = skill.gap().expect("a gap");
            let target = skill.target.clone().expect("a target");
            prop_assert!(gap >= whole(0) && gap <= whole(4));
            prop_assert!(gap == whole(0) || score + &gap == target);
            let level = skill.level().map(|level| whole(level.number().into()));
            let off = (level.expect("a level") - score) * whole(2);
            prop_assert!(off > whole(-1) && off <= whole(1));
        }
        let short = gaps(&rubric, &scores);
        prop_assert!(short.windows(2).all(|pair| pair[0].gap() >= pair[1].gap()));
    }

    #[test]
    fn a_cluster_lies_between_its_lowest_and_its_highest_skill((rubric, assessment) in one()) {
        let bar = Bar { profile: &rubric.profiles[0], stage: None };
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
}
