//! Calendar quarters, and which of them an assessment made today is about.

use std::fmt;
use std::ops::RangeInclusive;
use std::str::FromStr;

use jiff::civil::Date;

/// Days at the start of a quarter in which the quarter before is still the one to assess.
pub const GRACE_DAYS: i32 = 45;

/// Days before the end of a quarter from which on its assessment is due.
pub const DUE_DAYS: i32 = 14;

/// A day as `2026-11-20` says it, from the year 1 on; in words what is wrong with any other text.
pub fn day(text: &str) -> Result<Date, String> {
    let has_form = matches!(text.as_bytes(), [_, _, _, _, b'-', _, _, b'-', _, _]);
    let day = text.parse().ok();
    day.filter(|day: &Date| has_form && day.year() > 0)
        .ok_or_else(|| format!("`{text}` is not a day such as 2026-11-20"))
}

/// A calendar quarter such as `2026-Q4`: the year is 1 to 9999, the quarter 1 to 4. Ordered by time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Period {
    year: i16,
    quarter: i8,
}

impl Period {
    /// The quarter that a day lies in. Days before the year 1 count as its first quarter.
    pub fn of(day: Date) -> Self {
        let day = day.max(jiff::civil::date(1, 1, 1));
        Self {
            year: day.year(),
            quarter: (day.month() - 1) / 3 + 1,
        }
    }

    /// The quarter before this one; none before `0001-Q1`.
    pub fn previous(self) -> Option<Self> {
        let (year, quarter) = match self.quarter {
            1 => (self.year - 1, 4),
            quarter => (self.year, quarter - 1),
        };
        (year > 0).then_some(Self { year, quarter })
    }

    /// The first day of the quarter.
    pub fn first_day(self) -> Date {
        jiff::civil::date(self.year, (self.quarter - 1) * 3 + 1, 1)
    }

    /// The last day of the quarter: its assessment is due by then.
    pub fn last_day(self) -> Date {
        let month = self.quarter * 3;
        jiff::civil::date(self.year, month, 1).last_of_month()
    }

    /// Days from `today` to the last day of the quarter; negative once that is past.
    pub fn days_left(self, today: Date) -> i32 {
        (self.last_day() - today).get_days()
    }
}

/// The quarters that a text such as `2026-Q3..2026-Q4`, `2026-H2` or `2026` names, the first not after the
/// last, or in words what is wrong with it; none where it is not written like that.
pub fn span(text: &str) -> Option<Result<RangeInclusive<Period>, String>> {
    let of = |first: &str, last: &str| {
        let (first, last): (Period, Period) = (first.parse()?, last.parse()?);
        if first > last {
            return Err("it ends before it begins".to_owned());
        }
        Ok(first..=last)
    };
    if let Some((first, last)) = text.split_once("..") {
        return Some(of(first, last));
    }
    let (year, half) = text.split_once("-H").unwrap_or((text, ""));
    let (first, last) = match half {
        "" if !text.contains('-') => ("Q1", "Q4"),
        "1" => ("Q1", "Q2"),
        "2" => ("Q3", "Q4"),
        _ => return None,
    };
    let is_year = year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit());
    is_year.then(|| of(&format!("{year}-{first}"), &format!("{year}-{last}")))
}

/// The quarters of a span, oldest first.
pub fn quarters(span: RangeInclusive<Period>) -> impl Iterator<Item = Period> {
    let years = span.start().year..=span.end().year;
    let all = years.flat_map(|year| (1..=4).map(move |quarter| Period { year, quarter }));
    all.filter(move |period| span.contains(period))
}

/// The period that an assessment begun on `today` is about: the current quarter, or the one
/// before during the first [`GRACE_DAYS`] days while that one has no finished assessment.
pub fn period_to_assess(today: Date, is_finished: impl Fn(Period) -> bool) -> Period {
    let current = Period::of(today);
    let passed = (today - current.first_day()).get_days();
    let before = current.previous().filter(|_| passed < GRACE_DAYS);
    before
        .filter(|before| !is_finished(*before))
        .unwrap_or(current)
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-Q{}", self.year, self.quarter)
    }
}

impl FromStr for Period {
    /// What is wrong, in words.
    type Err = String;

    /// Reads four digits from 0001, `-Q`, and a digit from 1 to 4; any other text is the error.
    fn from_str(text: &str) -> Result<Self, String> {
        let read = || {
            let (year, quarter) = text.split_once("-Q")?;
            let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
            let is_spelled = year.len() == 4 && quarter.len() == 1 && is_number(year);
            let (year, quarter) = (year.parse().ok()?, quarter.parse().ok()?);
            let is_quarter = is_spelled && year > 0 && (1..=4).contains(&quarter);
            is_quarter.then_some(Self { year, quarter })
        };
        read().ok_or_else(|| {
            format!("`{text}` is not a period such as `2026-Q4` (a year, then `-Q1` to `-Q4`)")
        })
    }
}
