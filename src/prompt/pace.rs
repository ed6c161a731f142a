//! How long the rest takes, at the person's own pace.

use std::time::{Duration, Instant};

/// So many answers it takes before a pace can be told.
const ENOUGH: u32 = 3;

/// The answers of this sitting and the time they took.
#[derive(Debug)]
pub(super) struct Pace {
    start: Instant,
    answers: u32,
}

impl Pace {
    pub(super) fn begin() -> Self {
        Self {
            start: Instant::now(),
            answers: 0,
        }
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
