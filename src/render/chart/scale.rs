//! Where a figure lies, and how labels keep out of each other's way.

use crate::domain::figure::Hundredths;

/// How far along the scale of 1 to 5 a figure is, from 0 to 1; what lies outside is at its end.
pub(super) fn share(figure: Hundredths) -> f64 {
    ((figure.as_f64() - 1.0) / 4.0).clamp(0.0, 1.0)
}

/// The middle and the size of a label, along the line on which others stand too.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    pub(super) middle: f64,
    pub(super) size: f64,
}

/// Middles for labels that would like to be elsewhere, in their order, so that none overlaps the
/// next and all together move as little as they can. The first one's edge is at `low` or behind
/// it, and the last one's at `high` or before it where there is room for all.
pub(super) fn spread(places: &[Place], low: f64, high: f64) -> Vec<f64> {
    // Taking off what stands before each turns "no overlap" into "never less than the one before".
    let mut before = 0.0;
    let mut starts = Vec::with_capacity(places.len());
    let mut runs: Vec<(f64, usize)> = Vec::new();
    for place in places {
        starts.push(before);
        let wanted = place.middle - place.size / 2.0 - before;
        before += place.size;
        let mut run = (wanted, 1);
        while let Some(earlier) =
            runs.pop_if(|earlier| earlier.0 / count(earlier.1) > run.0 / count(run.1))
        {
            run = (run.0 + earlier.0, run.1 + earlier.1);
        }
        runs.push(run);
    }
    let most = (high - before).max(low);
    let settled = runs.iter().flat_map(|&(sum, members)| {
        let mean = (sum / count(members)).clamp(low, most);
        std::iter::repeat_n(mean, members)
    });
    settled
        .zip(&starts)
        .zip(places)
        .map(|((start, before), place)| start + before + place.size / 2.0)
        .collect()
}

/// A number of labels as a float.
pub(super) fn count(number: usize) -> f64 {
    f64::from(u32::try_from(number).unwrap_or(u32::MAX))
}
