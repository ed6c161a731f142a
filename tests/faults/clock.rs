//! Any day at all, and a clock that jumps.

use std::fs;
use std::path::Path;
use std::process::Command;

use emkit::domain::assessment::Assessment;

use crate::program::{Program, home};
use crate::row::{Tally, Wrong};
use crate::sample_size::Setting;
use crate::session::{Script, Sitting};
use crate::store_inspection::{assessments, unfound};

/// Days on which nothing may be asked or written: they do not exist, or are no days.
const NO_DAYS: [&str; 12] = [
    "2100-02-29",
    "2026-02-29",
    "2026-02-30",
    "2026-04-31",
    "2026-13-01",
    "2026-00-10",
    "2026-11-00",
    "10000-01-01",
    "2026-11",
    "20.11.2026",
    "tomorrow",
    "2026-11-20T",
];

/// A day as its numbers.
type Day = (i32, u32, u32);

/// Days given with `--date`: the ends of time, leap days, and the days around every quarter's first.
pub(crate) fn days(setting: Setting, program: Program) -> Tally {
    let mut all: Vec<Option<Day>> = Vec::new();
    for day in [
        (1, 1, 1),
        (1, 2, 14),
        (1, 4, 1),
        (4, 2, 29),
        (1582, 10, 10),
        (1600, 2, 29),
        (1752, 9, 5),
        (1900, 2, 28),
        (1969, 12, 31),
        (1970, 1, 1),
        (2000, 2, 29),
        (2038, 1, 19),
        (2096, 2, 29),
        (2100, 2, 28),
        (2400, 2, 29),
        (9999, 2, 14),
        (9999, 12, 31),
    ] {
        all.push(Some(day));
    }
    all.extend(NO_DAYS.iter().map(|_| None));
    for year in 2000..2050 {
        for (month, last) in [(1, 31), (4, 31), (7, 30), (10, 30)] {
            let before = match month {
                1 => (year - 1, 12, last),
                4 => (year, 3, 31),
                7 => (year, 6, 30),
                _ => (year, 9, 30),
            };
            all.extend([before, (year, month, 1), (year, month, 2)].map(Some));
        }
        // The days on which the quarter before stops being the one to assess: 31 + 14 days.
        all.extend([(year, 2, 14), (year, 2, 15)].map(Some));
        if is_leap(year) {
            all.push(Some((year, 2, 29)));
        }
    }
    let numbered: Vec<_> = all.into_iter().enumerate().collect();
    // The first are the odd ones, and always tried.
    let (odd, even) = numbered.split_at(17 + NO_DAYS.len());
    let mut days = odd.to_vec();
    days.extend(setting.sample(even.to_vec(), 16));
    Tally::each("days", &days, |(number, day)| match day {
        Some(day) => on(program, *day),
        None => refused(program, NO_DAYS[(number - 17) % NO_DAYS.len()]),
    })
}

fn is_leap(year: i32) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

fn spelled((year, month, day): Day) -> String {
    format!("{year:04}-{month:02}-{day:02}")
}

/// The quarter that is assessed on a day in an empty store, worked out without emkit.
fn due((year, month, day): Day) -> String {
    let february = if is_leap(year) { 29 } else { 28 };
    let months = [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let quarter = (month - 1) / 3 + 1;
    let first = usize::try_from((quarter - 1) * 3).unwrap_or_default();
    let last = usize::try_from(month - 1).unwrap_or_default();
    let passed = months[first..last].iter().sum::<u32>() + day - 1;
    match (passed < 45, year, quarter) {
        (true, 1, 1) | (false, _, _) => format!("{year:04}-Q{quarter}"),
        (true, year, 1) => format!("{:04}-Q4", year - 1),
        (true, year, quarter) => format!("{year:04}-Q{}", quarter - 1),
    }
}

/// A draft begun on a day, and finished on an earlier one as a clock that was put back has it.
fn on(program: Program, day: Day) -> Vec<(Wrong, String)> {
    let home = home();
    let home = home.path();
    let (date, period) = (spelled(day), due(day));
    let arguments = ["assess", "--accessible", "--date", &date, "--role", "em"];
    let script = Script {
        answers: 2,
        finishes: false,
        mark: "one",
    };
    let sitting = Sitting::hold(program.command(home, &arguments), script);
    let mut wrongs = judged(&sitting, home, &period);
    let draft = assessments(&home.join("store/drafts"));
    if !draft
        .iter()
        .any(|(_, draft)| draft.started.is_some_and(|day| day.to_string() == date))
    {
        wrongs.push((
            Wrong::Broken,
            format!("it was begun on another day: {draft:?}"),
        ));
    }
    // The same quarter, seen from its first day.
    let quarter = period[6..].parse::<u32>().unwrap_or(1);
    let first = format!("{}-{:02}-01", &period[..4], (quarter - 1) * 3 + 1);
    let resume = [
        "assess",
        "--accessible",
        "--date",
        &first,
        "--period",
        &period,
        "--resume",
    ];
    let script = Script {
        answers: 0,
        finishes: true,
        mark: "two",
    };
    let finished = Sitting::hold(program.command(home, &resume), script);
    wrongs.extend(judged(&finished, home, &period));
    if !finished.is_finished {
        wrongs.push((
            Wrong::Broken,
            format!("it was not finished:\n{}", finished.said),
        ));
    }
    for said in [&sitting, &finished] {
        wrongs.extend(unfound(home, said, &said.said));
    }
    let with_day = |(wrong, words)| (wrong, format!("{date}: {words}"));
    wrongs.into_iter().map(with_day).collect()
}

/// What a sitting on any day has to hold to.
fn judged(sitting: &Sitting, home: &Path, period: &str) -> Vec<(Wrong, String)> {
    let mut wrongs = sitting.wrongs("");
    if sitting.code != Some(0) {
        let words = format!("it ended with {:?}:\n{}", sitting.code, sitting.said);
        wrongs.push((Wrong::Broken, words));
    }
    if !sitting.said.contains(&format!("assessing {period} with ")) {
        let words = format!("it is not about {period}:\n{}", sitting.said);
        wrongs.push((Wrong::Broken, words));
    }
    for (path, assessment) in assessments(&home.join("store")) {
        let stem = path
            .file_stem()
            .map(|stem| stem.to_string_lossy().into_owned());
        let is_kept = path.starts_with(home.join("store/kept"));
        if !is_kept && stem != Some(assessment.period.to_string()) {
            let words = format!("`{}` is about {}", path.display(), assessment.period);
            wrongs.push((Wrong::Broken, words));
        }
        if assessment.period.to_string() != period {
            let words = format!("{period} became {}", assessment.period);
            wrongs.push((Wrong::Broken, words));
        }
        wrongs.extend(insane(&assessment));
    }
    wrongs
}

/// Finished before it was begun.
fn insane(assessment: &Assessment) -> Option<(Wrong, String)> {
    let (started, finished) = (assessment.started?, assessment.finished?);
    (finished < started).then(|| {
        let words = format!("begun on {started} and finished on {finished}");
        (Wrong::Broken, words)
    })
}

fn refused(program: Program, date: &str) -> Vec<(Wrong, String)> {
    let home = home();
    let arguments = ["assess", "--accessible", "--date", date];
    let ran = program.command(home.path(), &arguments).output();
    let ran = ran.expect("the program runs");
    let said = String::from_utf8_lossy(&ran.stderr).into_owned();
    let mut wrongs = Vec::new();
    if said.contains("panicked") {
        wrongs.push((Wrong::Panicked, said.clone()));
    }
    if ran.status.code() != Some(2) || home.path().join("store").exists() {
        wrongs.push((
            Wrong::Broken,
            format!(
                "`--date {date}` ended with {:?}:\n{said}",
                ran.status.code()
            ),
        ));
    }
    wrongs
}

/// A clock of the machine's own that jumps in a sitting.
#[derive(Clone, Copy, Debug)]
struct Jump {
    zone: &'static str,
    /// What the clock says at the beginning, and after the first answer.
    from: &'static str,
    to: &'static str,
    /// The day that it is at the beginning.
    day: Day,
}

/// Places on the clock where something happens, as UTC with the day it is in each zone.
const JUMPS: [(&str, &str, &str, Day); 19] = [
    // Back by an hour, a month, a year, and to the beginning of time.
    (
        "Europe/Berlin",
        "2026-11-20 12:00:00",
        "2026-11-20 11:00:00",
        (2026, 11, 20),
    ),
    (
        "UTC",
        "2026-11-20 12:00:00",
        "2026-10-20 12:00:00",
        (2026, 11, 20),
    ),
    (
        "America/New_York",
        "2026-11-20 12:00:00",
        "2025-11-20 12:00:00",
        (2026, 11, 20),
    ),
    (
        "UTC",
        "2026-11-20 12:00:00",
        "1970-01-02 00:00:00",
        (2026, 11, 20),
    ),
    // Far ahead.
    (
        "UTC",
        "2026-11-20 12:00:00",
        "2106-02-07 12:00:00",
        (2026, 11, 20),
    ),
    // Across midnight, the end of a quarter, the end of the grace days, forth and back.
    (
        "Europe/Berlin",
        "2026-12-31 22:59:30",
        "2026-12-31 23:00:30",
        (2026, 12, 31),
    ),
    (
        "Europe/Berlin",
        "2026-12-31 23:00:30",
        "2026-12-31 22:59:30",
        (2027, 1, 1),
    ),
    (
        "America/New_York",
        "2026-07-01 03:59:30",
        "2026-07-01 04:00:30",
        (2026, 6, 30),
    ),
    (
        "America/New_York",
        "2026-07-01 04:00:30",
        "2026-07-01 03:59:30",
        (2026, 7, 1),
    ),
    (
        "UTC",
        "2026-02-14 23:59:59",
        "2026-02-15 00:00:01",
        (2026, 2, 14),
    ),
    (
        "UTC",
        "2026-02-15 00:00:01",
        "2026-02-14 23:59:59",
        (2026, 2, 15),
    ),
    // An hour that does not exist, and one that exists twice.
    (
        "Europe/Berlin",
        "2026-03-29 00:59:59",
        "2026-03-29 01:00:01",
        (2026, 3, 29),
    ),
    (
        "Europe/Berlin",
        "2026-10-25 00:30:00",
        "2026-10-25 01:30:00",
        (2026, 10, 25),
    ),
    (
        "America/New_York",
        "2026-03-08 06:59:59",
        "2026-03-08 07:00:01",
        (2026, 3, 8),
    ),
    // A day that Apia never had, and a zone that changes for Ramadan.
    (
        "Pacific/Apia",
        "2011-12-30 09:59:59",
        "2011-12-30 10:00:01",
        (2011, 12, 29),
    ),
    (
        "Africa/Casablanca",
        "2026-02-15 01:59:59",
        "2026-02-15 02:00:01",
        (2026, 2, 15),
    ),
    // Zones that are none: it is UTC then.
    (
        "Nowhere/At_All",
        "2026-11-20 23:59:59",
        "2026-11-21 00:00:01",
        (2026, 11, 20),
    ),
    (
        ":/no/such/zone",
        "2026-11-20 00:00:01",
        "2026-11-19 23:59:59",
        (2026, 11, 20),
    ),
    (
        "",
        "2026-11-20 00:00:01",
        "2026-11-19 23:59:59",
        (2026, 11, 20),
    ),
];

/// The machine's clock jumps backwards and forwards during a sitting and between two.
pub(crate) fn jumps(setting: Setting, program: Program) -> Tally {
    let library = library();
    let repeats = setting.count(1, 8);
    let jumps: Vec<_> = (0..repeats)
        .flat_map(|_| JUMPS)
        .map(|(zone, from, to, day)| Jump {
            zone,
            from,
            to,
            day,
        })
        .collect();
    Tally::each("jumps", &jumps, |jump| jump.run(program, &library))
}

/// What `faketime` loads into a program.
fn library() -> String {
    let arguments = ["-f", "2020-01-01 00:00:00", "printenv", "LD_PRELOAD"];
    let ran = Command::new("faketime").args(arguments).output();
    let ran = ran.expect("faketime runs");
    String::from_utf8_lossy(&ran.stdout).trim().to_owned()
}

impl Jump {
    fn command(&self, program: Program, home: &Path, library: &str, arguments: &[&str]) -> Command {
        let mut command = program.command(home, arguments);
        command
            .env("LD_PRELOAD", library)
            .env("FAKETIME_TIMESTAMP_FILE", home.join("clock"))
            .env("FAKETIME_NO_CACHE", "1")
            // No machine's monotonic clock jumps.
            .env("FAKETIME_DONT_FAKE_MONOTONIC", "1")
            .env("TZ", self.zone);
        command
    }

    /// Sets the clock, which takes the time in the zone.
    fn set(&self, home: &Path, utc: &str) {
        let mut date = Command::new("date");
        let ran = date
            .env("TZ", self.zone)
            .args(["-d", &format!("{utc} UTC"), "+@%Y-%m-%d %H:%M:%S"])
            .output();
        let ran = ran.expect("date runs");
        let beside = home.join("clock.new");
        fs::write(&beside, ran.stdout).expect("a clock");
        fs::rename(beside, home.join("clock")).expect("a clock");
    }

    fn run(&self, program: Program, library: &str) -> Vec<(Wrong, String)> {
        let home = home();
        let home = home.path();
        self.set(home, self.from);
        let script = Script {
            answers: 2,
            finishes: false,
            mark: "one",
        };
        let arguments = ["assess", "--accessible", "--role", "em"];
        let period = due(self.day);
        let command = self.command(program, home, library, &arguments);
        let sitting = Sitting::hold_with(command, script, |_, count| {
            if count == 1 {
                self.set(home, self.to);
            }
        });
        let mut wrongs = judged(&sitting, home, &period);
        let begun = assessments(&home.join("store/drafts"));
        let day = spelled(self.day);
        if !begun
            .iter()
            .all(|(_, draft)| draft.started.is_some_and(|begun| begun.to_string() == day))
        {
            wrongs.push((
                Wrong::Broken,
                format!("it was not begun on {day}: {begun:?}"),
            ));
        }
        // Where the clock has gone so far back that the quarter has not begun, that is said.
        let arguments = ["assess", "--accessible", "--period", &period, "--resume"];
        let script = Script {
            answers: 1,
            finishes: true,
            mark: "two",
        };
        let command = self.command(program, home, library, &arguments);
        let finished = Sitting::hold_with(command, script, |_, _| self.set(home, self.from));
        let has_not_begun = finished.said.contains("has not begun");
        if !(finished.code == Some(1) && has_not_begun) {
            wrongs.extend(judged(&finished, home, &period));
        }
        for said in [&sitting, &finished] {
            wrongs.extend(unfound(home, said, &said.said));
        }
        let with_jump = |(wrong, words)| (wrong, format!("{self:?}: {words}"));
        wrongs.into_iter().map(with_jump).collect()
    }
}
