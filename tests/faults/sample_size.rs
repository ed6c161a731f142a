//! How much is tried: a sample each time, or all there is.

use std::env;
use std::thread;
use std::time::Duration;

/// Long enough for a busy machine; what takes longer hangs.
pub(crate) const PATIENCE: Duration = Duration::from_secs(30);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Setting {
    /// Everything, rather than a sample.
    pub(crate) is_full: bool,
    /// Rows that need another program, root or a small file system run too.
    pub(crate) is_privileged: bool,
    pub(crate) seed: u64,
}

impl Setting {
    /// `EMKIT_FAULTS` is `short` or `full`; without it, a sample of what needs no privilege.
    /// `EMKIT_FAULTS_SEED` is a number.
    pub(crate) fn of_process() -> Self {
        let asked = env::var("EMKIT_FAULTS").ok();
        let seed = env::var("EMKIT_FAULTS_SEED").ok();
        Self {
            is_full: asked.as_deref() == Some("full"),
            is_privileged: asked.is_some(),
            seed: seed.and_then(|seed| seed.parse().ok()).unwrap_or(1),
        }
    }

    /// How often to try: the first number, or the second in the full setting.
    pub(crate) fn count(self, short: usize, full: usize) -> usize {
        if self.is_full { full } else { short }
    }

    /// A seed for each of so many tries, from which alone all of a try follows. `EMKIT_FAULTS_REPLAY`
    /// is the seed of one try that failed: only that one is tried then.
    pub(crate) fn seeds(self, name: &str, short: usize, full: usize) -> Vec<u64> {
        let replayed = env::var("EMKIT_FAULTS_REPLAY").ok();
        if let Some(seed) = replayed.and_then(|seed| seed.parse().ok()) {
            return vec![seed];
        }
        let mut chance = self.chance(name);
        (0..self.count(short, full))
            .map(|_| chance.next())
            .collect()
    }

    /// About as many of these as [`Self::count`], spread over all of them, others with each seed.
    pub(crate) fn sample<T>(self, all: Vec<T>, short: usize) -> Vec<T> {
        if self.is_full || all.len() <= short {
            return all;
        }
        let step = all.len().div_ceil(short);
        let first = usize::try_from(self.seed).unwrap_or_default() % step;
        all.into_iter().skip(first).step_by(step).collect()
    }

    /// Numbers that look like chance and are the same for the same seed and name.
    pub(crate) fn chance(self, name: &str) -> Chance {
        let mut state = self.seed ^ 0x9e37_79b9_7f4a_7c15;
        for byte in name.bytes() {
            state = (state ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
        Chance(state)
    }
}

/// SplitMix64, after Sebastiano Vigna's public description.
pub(crate) struct Chance(u64);

impl Chance {
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number from 0 to one less than `end`.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        let end = u64::try_from(end.max(1)).unwrap_or(u64::MAX);
        usize::try_from(self.next() % end).unwrap_or_default()
    }
}

/// How many runs go on side by side.
pub(crate) fn side_by_side() -> usize {
    thread::available_parallelism().map_or(2, usize::from)
}
