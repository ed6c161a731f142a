//! `emkit status --ics`: an event that other programs read, in the last two weeks of every quarter.

use icalendar::parser::{read_calendar, unfold};
use jiff::civil::{Date, date};
use jiff::{Span, ToSpan};

use crate::support::Home;

/// The calendar as an independent parser reads it: the properties of its one event.
fn event(day: &str) -> Vec<(String, String)> {
    let out = Home::new()
        .emkit(&format!("status --ics --date {day}"))
        .ok()
        .out;
    assert!(
        out.split("\r\n")
            .all(|line| line.len() <= 75 && !line.contains('\n')),
        "{out:?}"
    );
    let unfolded = unfold(&out);
    let calendar = read_calendar(&unfolded).unwrap_or_else(|error| panic!("{error}: {out}"));
    let named = |name: &str| {
        calendar
            .properties
            .iter()
            .any(|property| property.name == name)
    };
    assert!(named("VERSION") && named("PRODID"), "{out}");
    let [event] = calendar.components.as_slice() else {
        panic!("not one event: {out}");
    };
    assert_eq!(event.name, "VEVENT");
    let said = |text: &icalendar::parser::ParseString<'_>| text.as_str().to_owned();
    let properties = event.properties.iter();
    properties
        .map(|property| (said(&property.name), said(&property.val)))
        .collect()
}

fn value<'e>(event: &'e [(String, String)], name: &str) -> &'e str {
    let found = event.iter().find(|(known, _)| known == name);
    found.map_or_else(|| panic!("no {name} in {event:?}"), |(_, value)| value)
}

/// The first days of the event, as RFC 5545 expands a rule by month with a day from its end.
fn first_days(event: &[(String, String)], many: usize) -> Vec<Date> {
    let rule = value(event, "RRULE");
    let part = |name: &str| {
        let mut parts = rule.split(';').filter_map(|part| part.split_once('='));
        parts
            .find(|(known, _)| *known == name)
            .map(|(_, value)| value.to_owned())
    };
    assert_eq!(part("FREQ").as_deref(), Some("MONTHLY"), "{rule}");
    assert_eq!((part("COUNT"), part("UNTIL")), (None, None), "{rule}");
    let number = |name: &str| part(name).expect(name).parse::<i8>().expect("a number");
    let (interval, from_end) = (number("INTERVAL"), number("BYMONTHDAY"));
    assert!(from_end < 0, "{rule}");
    let begin = Date::strptime("%Y%m%d", value(event, "DTSTART")).expect("a day");
    let months = (0..).map(|step: i32| Span::new().months(step * i32::from(interval)));
    let days = months.map(|months| {
        let month = begin.first_of_month().checked_add(months).expect("a month");
        let back = Span::new().days(-1 - from_end);
        month.last_of_month().checked_sub(back).expect("a day")
    });
    // What lies before its beginning is no part of an event.
    days.filter(|day| *day >= begin).take(many).collect()
}

#[test]
fn the_event_is_the_last_two_weeks_of_every_quarter_for_ten_years() {
    for (day, first) in [
        ("2026-11-20", date(2026, 12, 31)),
        ("2026-01-01", date(2026, 3, 31)),
        ("2026-06-30", date(2026, 6, 30)),
        ("2028-02-29", date(2028, 3, 31)),
    ] {
        let event = event(day);
        assert_eq!(value(&event, "DURATION"), "P14D");
        let begins = first_days(&event, 40);
        assert_eq!(begins.len(), 40);
        for (quarter, begin) in begins.into_iter().enumerate() {
            let months = 3 * i64::try_from(quarter).expect("a number");
            let end = first.first_of_month().checked_add(months.months());
            let end = end.expect("a month").last_of_month();
            assert_eq!(begin.checked_add(13.days()).expect("a day"), end, "{day}");
        }
    }
}

#[test]
fn reading_the_file_in_again_changes_the_event_and_adds_none() {
    let [one, other] = ["2026-11-20", "2027-03-03"].map(event);
    assert_eq!(value(&one, "UID"), value(&other, "UID"));
    assert_ne!(value(&one, "DTSTAMP"), value(&other, "DTSTAMP"));
    assert!(value(&one, "SUMMARY").contains("emkit assess"), "{one:?}");
}
