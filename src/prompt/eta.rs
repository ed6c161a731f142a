//! How long the rest takes, at the person's own pace.

use std::time::{Duration, Instant};

use crate::domain::interview::Pass;

/// So many answers it takes before a pace can be told.
const ENOUGH: u32 = 3;

/// The answers of this sitting and the time they took.
#[derive(Debug)]
pub(super) struct Eta {
    start: Instant,
    answers: u32,
    /// What the answers were to; none before the first question.
    pass: Option<Pass>,
}

impl Eta {
    pub(super) fn new() -> Self {
        Self {
            start: Instant::now(),
            answers: 0,
            pass: None,
        }
    }

    /// A text takes longer than a rating: where something else is asked for than before, the pace
    /// is told anew.
    pub(super) fn turn_to(&mut self, pass: Option<Pass>) {
        let Some(pass) = pass else { return };
        if self.pass.is_some_and(|before| before != pass) {
            *self = Self::new();
        }
        self.pass = Some(pass);
    }

    pub(super) fn answered(&mut self) {
        self.answers += 1;
    }

    /// `about 20 min`, for that many open questions; nothing before there is a pace.
    pub(super) fn left(&self, open: usize) -> Option<String> {
        left(
            self.start.elapsed(),
            self.answers,
            u32::try_from(open).ok()?,
        )
    }
}

fn left(took: Duration, answers: u32, open: u32) -> Option<String> {
    if answers < ENOUGH {
        return None;
    }
    let minutes = (took / answers * open).as_secs().div_ceil(60).max(1);
    Some(format!("about {minutes} min"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_have_a_pace_of_their_own() {
        let mut eta = Eta::new();
        eta.turn_to(Some(Pass::Ratings));
        (0..ENOUGH).for_each(|_| eta.answered());
        eta.turn_to(None);
        assert!(eta.left(1).is_some());
        eta.turn_to(Some(Pass::Evidence));
        assert_eq!(eta.left(1), None);
    }

    #[test]
    fn the_time_left_is_that_of_the_open_questions_at_the_pace_so_far() {
        let minutes = |minutes: u64| Duration::from_secs(60 * minutes);
        assert_eq!(left(minutes(10), 5, 10).as_deref(), Some("about 20 min"));
        assert_eq!(
            left(Duration::from_secs(3), 3, 1).as_deref(),
            Some("about 1 min")
        );
        assert_eq!(left(minutes(10), 2, 10), None);
    }
}
