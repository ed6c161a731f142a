//! The assessment of each quarter as an event for a calendar (RFC 5545).

use jiff::Span;
use jiff::civil::Date;

use crate::domain::period::Period;

/// Days of the event: the last ones of each quarter.
const DAYS: i8 = 14;

/// The most bytes of a line before it is broken.
const MAX_BYTES: usize = 75;

/// A calendar with one event that comes back: the last two weeks of each quarter, from the one
/// that runs on a day.
#[must_use]
pub fn calendar(today: Date) -> String {
    let last = Period::of(today).last_day();
    let begin = last
        .checked_sub(Span::new().days(DAYS - 1))
        .unwrap_or(last)
        .strftime("%Y%m%d");
    let lines = [
        "BEGIN:VCALENDAR".to_owned(),
        "VERSION:2.0".to_owned(),
        "PRODID:-//emkit//emkit//EN".to_owned(),
        "BEGIN:VEVENT".to_owned(),
        // Always the same, so that a file read in again changes the event and adds none.
        "UID:quarterly-assessment@emkit".to_owned(),
        format!("DTSTAMP:{}T000000Z", today.strftime("%Y%m%d")),
        format!("DTSTART;VALUE=DATE:{begin}"),
        format!("DURATION:P{DAYS}D"),
        // Counted from the end: quarters end on the 30th and on the 31st.
        format!("RRULE:FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=-{DAYS}"),
        "SUMMARY:Assess the quarter: emkit assess".to_owned(),
        "DESCRIPTION:One or two hours\\, in one go or on several days. What you wrote down in the log is at hand at the questions.".to_owned(),
        "TRANSP:TRANSPARENT".to_owned(),
        "END:VEVENT".to_owned(),
        "END:VCALENDAR".to_owned(),
    ];
    lines.iter().map(|line| folded(line)).collect()
}

/// A line with its end, broken where it is too long.
fn folded(line: &str) -> String {
    let mut folded = String::new();
    let mut length = 0;
    for character in line.chars() {
        if length + character.len_utf8() > MAX_BYTES {
            folded.push_str("\r\n ");
            length = 1;
        }
        folded.push(character);
        length += character.len_utf8();
    }
    folded.push_str("\r\n");
    folded
}
