//! What is taken out of an assessment before anything is shown of it.

use emkit::domain::assessment::{Answer, Assessment, Focus, FocusOutcome, Highlight, State};
use emkit::domain::privacy::Privacy;
use emkit::domain::rubric::Rating;
use jiff::civil::date;

use crate::rubric::built_in::built_in;

/// An answer with its highlight, private or not.
fn highlighted(private: bool) -> Assessment {
    let period = "2026-Q4".parse().expect("a period");
    let mut assessment = Assessment::begin(period, &built_in(), "em", None);
    let answer = Answer {
        state: State::Rated(Rating::new(4).expect("a rating")),
        evidence: "Three applied.".to_owned(),
        private,
        carried: Some("2026-Q3".parse().expect("a period")),
    };
    assessment.answers.insert("team.magnet".to_owned(), answer);
    assessment.highlights = vec![
        Highlight {
            question: Some("team.magnet".to_owned()),
            text: "Three asked to join.".to_owned(),
        },
        Highlight {
            question: None,
            text: "Won the tender.".to_owned(),
        },
    ];
    let focus = Focus {
        skill: "team".to_owned(),
        action: "One talk a week.".to_owned(),
        private,
        by: Some(date(2027, 1, 20)),
        sign: "Two more apply.".to_owned(),
    };
    assessment.last_focus = vec![FocusOutcome::from(focus.clone())];
    assessment.focus = vec![focus];
    assessment
}

#[test]
fn a_private_answer_takes_its_highlight_along_and_a_private_focus_its_day_and_sign() {
    for privacy in [Privacy::Withhold, Privacy::Ratings] {
        let whole = highlighted(true);
        let open = whole.redacted(privacy);
        assert_eq!(open.highlights, whole.highlights[1..]);
        let skill = "team".to_owned();
        let left = Focus {
            skill,
            private: true,
            ..Focus::default()
        };
        assert_eq!(open.focus, std::slice::from_ref(&left));
        assert_eq!(open.last_focus, [FocusOutcome::from(left)]);
        assert!(open.answers["team.magnet"].carried.is_some());
    }
    let whole = highlighted(true);
    assert_eq!(*whole.redacted(Privacy::Include), whole);
}

#[test]
fn what_is_not_private_stays() {
    let whole = highlighted(false);
    assert_eq!(*whole.redacted(Privacy::Withhold), whole);
}
