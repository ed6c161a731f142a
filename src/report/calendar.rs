//! The assessment of each quarter as an event for a calendar (RFC 5545).

use jiff::Span;
use jiff::civil::Date;

use crate::domain::period::Period;

const DAYS: i8 = 14;

/// A calendar with one recurring event: the last two weeks of each quarter, beginning with today's.
pub fn calendar(today: Date) -> String {
    let last = Period::of(today).last_day();
    let begin = last.checked_sub(Span::new().days(DAYS - 1)).unwrap_or(last);
    let [today, begin] = [today, begin].map(|day| day.strftime("%Y%m%d").to_string());
    // The UID is always the same, so that a file read in again changes the event and adds none.
    // Days are counted from the end, on the 30th or 31st. No line may be longer than 75 bytes.
    let lines = format!(
        "BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//emkit//emkit//EN
BEGIN:VEVENT
UID:quarterly-assessment@emkit
DTSTAMP:{today}T000000Z
DTSTART;VALUE=DATE:{begin}
DURATION:P{DAYS}D
RRULE:FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=-{DAYS}
SUMMARY:Assess the quarter: emkit assess
DESCRIPTION:In one sitting or several. Your log is shown at each question.
TRANSP:TRANSPARENT
END:VEVENT
END:VCALENDAR
"
    );
    lines.replace('\n', "\r\n")
}
