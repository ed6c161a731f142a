//! Numbers: exact while they are computed, rounded once when they are printed.

use std::collections::BTreeMap;
use std::fmt;

use num_rational::{BigRational, Ratio};
use serde::{Deserialize, Deserializer, Serializer};

/// An exact number: a fraction of whole numbers.
pub type Exact = BigRational;

/// A small fraction, such as a number of hundredths, which adds up faster than [`Exact`].
pub type Small = Ratio<i64>;

/// How much a rating counts: above 0, at most 100, in hundredths, so that many add up without end.
pub type Weight = Small;

/// A weight as a number of hundredths. Whole numbers add up faster than fractions.
pub(super) fn hundredths(weight: Weight) -> i64 {
    weight.numer() * 100 / weight.denom()
}

/// What counts once.
pub const ONCE: Weight = Weight::new_raw(1, 1);

/// A small fraction, such as a weight or a sum of them, as an exact number.
pub fn exact(small: Small) -> Exact {
    let (number, of) = small.into_raw();
    // In its lowest terms already.
    Exact::new_raw(number.into(), of.into())
}

/// Exact numbers by name, from small fractions.
pub(super) fn exact_map<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<BTreeMap<String, Exact>, D::Error> {
    let small = BTreeMap::<String, Small>::deserialize(deserializer)?;
    let exact = small.into_iter().map(|(name, small)| (name, exact(small)));
    Ok(exact.collect())
}

/// Whether a number is above 0. Comparing two fractions divides; this doesn't.
pub fn is_positive(number: &Exact) -> bool {
    *number.numer() > 0.into()
}

/// A number rounded for printing: two decimals, half away from zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Hundredths(i64);

impl Hundredths {
    /// Rounds to two decimals, half away from zero.
    pub fn round(exact: &Exact) -> Self {
        let (number, of) = (exact.numer().magnitude(), exact.denom().magnitude());
        let rounded = (number * 200_u32 + of) / (of * 2_u32);
        let size = i64::try_from(rounded).unwrap_or(i64::MAX);
        Self(if *exact.numer() < 0.into() {
            -size
        } else {
            size
        })
    }

    /// The number as a float, for JSON.
    #[allow(clippy::cast_precision_loss)]
    pub fn as_f64(self) -> f64 {
        self.0 as f64 / 100.0
    }

    /// An exact number as files have it, rounded.
    pub fn serialize<S: Serializer>(exact: &Exact, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_f64(Self::round(exact).as_f64())
    }

    /// The same from a file, to two decimals. What is far from the scale stays outside of it.
    #[allow(clippy::cast_possible_truncation)]
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Exact, D::Error> {
        let hundredths = f64::deserialize(deserializer)?.clamp(0.0, 6.0) * 100.0;
        Ok(Exact::new((hundredths.round() as i64).into(), 100.into()))
    }

    /// The same with a sign even when positive, such as `+0.50`. Zero has none.
    pub fn signed(self) -> String {
        if self.0 > 0 {
            format!("+{self}")
        } else {
            self.to_string()
        }
    }
}

impl fmt::Display for Hundredths {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let magnitude = self.0.unsigned_abs();
        write!(f, "{sign}{}.{:02}", magnitude / 100, magnitude % 100)
    }
}

/// A whole number as an exact one.
pub fn whole(number: i64) -> Exact {
    Exact::from_integer(number.into())
}
