//! How long the rest takes, at the person's own pace.

use std::time::{Duration, Instant};

const ENOUGH: usize = 3;

/// A text takes longer than a rating: where texts follow ratings, another one begins.
#[derive(Debug)]
pub(super) struct Eta {
    since: Instant,
    took: Vec<Duration>,
}

impl Eta {
    pub(super) fn new() -> Self {
        Self {
            since: Instant::now(),
            took: Vec::new(),
        }
    }

    pub(super) fn answered(&mut self) {
        self.took.push(self.since.elapsed());
        self.since = Instant::now();
    }

    /// ` · about 20 min left`, once there is a pace. It is that of the median, which no pause changes.
    pub(super) fn left(&self, open: usize) -> String {
        let mut took = self.took.clone();
        took.sort_unstable();
        if took.len() < ENOUGH {
            return String::new();
        }
        let left = took[took.len() / 2].as_secs_f64() * open as f64;
        let minutes = (left / 60.0).ceil().max(1.0);
        format!(" · about {minutes} min left")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_time_left_is_that_of_the_open_questions_at_the_pace_so_far_and_a_pause_changes_nothing()
    {
        let left = |minutes: &[u64], open| {
            let mut eta = Eta::new();
            eta.took = minutes
                .iter()
                .map(|it| Duration::from_secs(60 * it))
                .collect();
            eta.left(open)
        };
        assert_eq!(left(&[2, 2, 1, 3, 2], 10), " · about 20 min left");
        assert_eq!(left(&[2, 2, 60, 2], 10), " · about 20 min left");
        assert_eq!(left(&[0, 0, 0], 1), " · about 1 min left");
        assert_eq!(left(&[5, 5], 10), "");
    }
}
