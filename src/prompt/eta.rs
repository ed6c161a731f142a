//! How long the rest takes, at the person's own pace.

use std::time::{Duration, Instant};

use crate::domain::interview::Phase;

const ENOUGH: usize = 3;

#[derive(Debug)]
pub(super) struct Eta {
    since: Instant,
    took: Vec<Duration>,
    phase: Option<Phase>,
}

impl Eta {
    pub(super) fn new() -> Self {
        Self {
            since: Instant::now(),
            took: Vec::new(),
            phase: None,
        }
    }

    /// A text takes longer than a rating, so each phase has its own pace.
    pub(super) fn turn_to(&mut self, phase: Option<Phase>) {
        let Some(phase) = phase else { return };
        if self.phase.is_some_and(|before| before != phase) {
            *self = Self::new();
        }
        self.phase = Some(phase);
    }

    pub(super) fn answered(&mut self) {
        self.took.push(self.since.elapsed());
        self.since = Instant::now();
    }

    /// `about 20 min left`, once there is a pace. It is that of the median, which no pause changes.
    pub(super) fn left(&self, open: usize) -> Option<String> {
        if self.took.len() < ENOUGH {
            return None;
        }
        let mut sorted = self.took.clone();
        sorted.sort_unstable();
        let usual = sorted[sorted.len() / 2];
        let left = usual * u32::try_from(open).ok()?;
        let minutes = left.as_secs().div_ceil(60).max(1);
        Some(format!("about {minutes} min left"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_have_a_pace_of_their_own() {
        let mut eta = Eta::new();
        eta.turn_to(Some(Phase::Ratings));
        (0..ENOUGH).for_each(|_| eta.answered());
        eta.turn_to(None);
        assert!(eta.left(1).is_some());
        eta.turn_to(Some(Phase::Evidence));
        assert_eq!(eta.left(1), None);
    }

    #[test]
    fn the_time_left_is_that_of_the_open_questions_at_the_pace_so_far_and_a_pause_changes_nothing()
    {
        let left = |minutes: &[u64], open| {
            let took = minutes.iter().map(|it| Duration::from_secs(60 * it));
            let mut eta = Eta::new();
            eta.took.extend(took);
            eta.left(open).unwrap_or_default()
        };
        assert_eq!(left(&[2, 2, 1, 3, 2], 10), "about 20 min left");
        assert_eq!(left(&[2, 2, 60, 2], 10), "about 20 min left");
        assert_eq!(left(&[0, 0, 0], 1), "about 1 min left");
        assert_eq!(left(&[5, 5], 10), "");
    }
}
