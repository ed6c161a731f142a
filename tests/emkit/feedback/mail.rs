//! A reply in a mail: read whatever mail programs did to it, refused where a rating could be misread.

use proptest::prelude::*;

use super::{SKILLS, form};
use crate::support::pty::Terminal;
use crate::support::{Home, Ran, TODAY, skill};

/// The text form filled in: ratings 1 to 5 and round again, the last can't say.
fn filled(home: &Home) -> String {
    fill(&form(home, "--name Robin --format text"))
}

const RATINGS: [&str; 8] = ["1", "2", "3", "4", "5", "1", "2", "?"];

fn fill(empty: &str) -> String {
    let mut text = empty.to_owned();
    for (id, rating) in SKILLS.iter().zip(RATINGS) {
        text = text.replace(
            &format!("RATING {id} [   ]"),
            &format!("RATING {id} [ {rating} ]"),
        );
    }
    text.replace("SAW team:\n", "SAW team:\nHired well.\n- Ana\n- Bo\n")
        .replace("KEEP doing:\n", "KEEP doing: the Monday notes\n")
}

fn added(home: &Home, mail: &str) -> Ran {
    home.write("mail.txt", mail);
    home.emkit(&format!(
        "feedback add mail.txt --yes --relation peer --date {TODAY}"
    ))
    .run()
}

/// The rating of every skill as it was understood.
fn ratings(home: &Home) -> Vec<String> {
    let read: serde_json::Value =
        serde_json::from_str(&home.emkit("compare 2026-Q4 --format json").ok().out).expect("JSON");
    let of = |id: &&str| {
        let mean = &skill(&read, id)["others"]["peer"]["mean"];
        mean.as_f64()
            .map_or("?".to_owned(), |mean| mean.to_string())
    };
    SKILLS.iter().map(of).collect()
}

fn each_line(text: &str, change: impl Fn(&str) -> String) -> String {
    text.lines().map(|line| change(line) + "\n").collect()
}

#[test]
fn twelve_things_that_mail_programs_do_keep_every_rating() {
    let home = Home::new();
    let empty = form(&home, "--name Robin --format text");
    let mail = filled(&home);
    let wide = |text: &str| {
        text.chars()
            .map(|c| match c {
                '1'..='5' => char::from_u32(u32::from(c) - 0x31 + 0xff11).unwrap_or(c),
                '[' => '［',
                ']' => '］',
                '?' => '？',
                _ => c,
            })
            .collect::<String>()
    };
    let manglings: Vec<(&str, String)> = vec![
        ("quoted", each_line(&mail, |line| format!("> {line}"))),
        (
            "quoted twice",
            each_line(&mail, |line| format!(">> {line}")),
        ),
        (
            "indented bullets",
            each_line(&mail, |line| format!("  • {line}")),
        ),
        ("no-break spaces", mail.replace(' ', "\u{a0}")),
        ("Windows lines", mail.replace('\n', "\r\n")),
        ("a blank line between all", mail.replace('\n', "\n\n")),
        (
            "full-width digits and brackets",
            each_line(&mail, |line| {
                if line.starts_with("RATING") {
                    wide(line)
                } else {
                    line.to_owned()
                }
            }),
        ),
        (
            "answered above the untouched form",
            format!(
                "Here you are.\n\n{mail}\n\nOn Monday, Robin wrote:\n{}",
                each_line(&empty, |line| format!("> {line}"))
            ),
        ),
        (
            "the same reply again below",
            format!("{mail}\n\n{}", each_line(&mail, |line| format!("> {line}"))),
        ),
        (
            "bold and escaped",
            each_line(&mail, |line| {
                if line.starts_with("RATING") {
                    format!("**{}**", line.replace('[', "\\[").replace(']', "\\]"))
                } else {
                    line.to_owned()
                }
            }),
        ),
        (
            "brackets moved to the next line",
            each_line(&mail, |line| {
                if line.starts_with("RATING") {
                    line.replace(" [", "\n[")
                } else {
                    line.to_owned()
                }
            }),
        ),
        (
            "the number in place of the brackets, and hidden characters",
            each_line(&mail, |line| {
                if line.starts_with("RATING") {
                    format!(
                        "\u{feff}{}\u{200b}",
                        line.replace("[ ", "").replace(" ]", "")
                    )
                } else {
                    line.to_owned()
                }
            }),
        ),
        (
            "trailing spaces and a signature",
            format!("{}-- \nSam\n", each_line(&mail, |line| format!("{line}  "))),
        ),
    ];
    for (what, mangled) in manglings {
        let home = Home::new();
        let ran = added(&home, &mangled);
        assert_eq!(ran.code, Some(0), "{what}: {ran:#?}");
        assert_eq!(ratings(&home), RATINGS, "{what}");
    }
}

#[test]
fn what_could_be_misread_is_refused_by_line() {
    let home = Home::new();
    let mail = filled(&home);
    let line_of = |text: &str, words: &str| {
        1 + text
            .lines()
            .position(|line| line.contains(words))
            .expect("the line")
    };
    let harmful: Vec<(String, &str, &str)> = vec![
        (
            mail.replace("RATING team [ 2 ]", "RATING team [ 2 or 3 ]"),
            "RATING team",
            "not one rating",
        ),
        (
            mail.replace("RATING team [ 2 ]", "RATING team [ 2.5 ]"),
            "RATING team",
            "not one rating",
        ),
        (
            mail.replace("RATING team [ 2 ]", "RATING team [2][3]"),
            "RATING team",
            "not one rating",
        ),
        (
            mail.replace("RATING team [ 2 ]", "RATING team [ 6 ]"),
            "RATING team",
            "not one rating",
        ),
        (
            mail.replace("RATING team [ 2 ]", "RATING team [   ]"),
            "RATING team",
            "has no rating",
        ),
        (
            mail.replace("RATING team [ 2 ]\n", ""),
            "SAW team",
            "no rating above",
        ),
        (
            mail.replace("SKILL taste", "RATING team [ 3 ]\nSKILL taste"),
            "RATING team [ 3 ]",
            "there twice",
        ),
        (
            mail.split("\n[reply")
                .take(2)
                .collect::<Vec<_>>()
                .join("\n[reply"),
            "starts here]",
            "ends here]` is missing",
        ),
        (
            format!("{mail}\n{}", mail.replace("[ 2 ]", "[ 4 ]")),
            "",
            "differ",
        ),
        (mail.replace("2026-Q4 ", "2026-Q3 "), "FORM", "code"),
        // Else the store would have a reply that it then refuses to read.
        (
            form(&home, "--format text").replace("[   ]", "[ ? ]"),
            "",
            "nothing is filled in",
        ),
    ];
    for (mangled, at, words) in harmful {
        let home = Home::new();
        let ran = added(&home, &mangled);
        assert_eq!(ran.code, Some(1), "{words}: {ran:#?}");
        assert!(ran.err.contains(words), "{words}: {ran:#?}");
        if !at.is_empty() {
            let place = format!("mail.txt:{}:", line_of(&mangled, at));
            assert!(ran.err.contains(&place), "{place}: {ran:#?}");
        }
        assert!(!home.store().join("feedback").exists(), "{words}");
    }
}

#[test]
fn nobody_is_taken_at_their_word_before_it_was_shown() {
    let home = Home::new();
    home.write("mail.txt", filled(&home));
    let ran = home
        .emkit(&format!("feedback add mail.txt --date {TODAY}"))
        .fails(1);
    for words in [
        "Execution: 1",
        "Timescales: can't say",
        "Hired well.",
        "the Monday notes",
    ] {
        assert!(ran.out.contains(words), "{words}: {ran:#?}");
    }
    assert!(ran.err.contains("`--yes`"), "{ran:#?}");
    assert!(!home.store().join("feedback").exists());
}

#[test]
fn who_does_not_keep_a_reply_is_told_how_to() {
    let home = Home::new();
    home.write("mail.txt", filled(&home));
    let add = format!("feedback add mail.txt --date {TODAY}");
    let mut terminal = Terminal::start(&home, &add, (80, 24));
    terminal.read("Keep this? [y/N]");
    terminal.line("");
    terminal.read("nothing was kept; run the same command again to keep it");
    terminal.end();
    assert!(!home.store().join("feedback").exists());
}

#[test]
fn who_replied_is_one_of_five_that_are_explained() {
    let home = Home::new();
    home.write("mail.txt", filled(&home));
    let ran = home
        .emkit("feedback add mail.txt --relation partner")
        .fails(2);
    let known = "manager, counterpart, peer, report, other";
    assert!(ran.err.contains(known), "{ran:#?}");
    assert!(ran.err.contains("exists: `manager`"), "{ran:#?}");
    let help = home.emkit("feedback add --help").ok().out;
    assert!(
        help.contains("a counterpart is a product partner"),
        "{help}"
    );
}

#[test]
fn a_mail_can_be_pasted_instead_of_saved() {
    let home = Home::new();
    let mail = filled(&home);
    let command = format!("feedback add - --yes --relation peer --date {TODAY}");
    home.emkit(&command).stdin(&mail).ok();
    assert_eq!(ratings(&home), RATINGS);
    home.emkit(&command).stdin("").fails(1);
}

#[test]
fn words_stay_as_they_were_typed() {
    let home = Home::new();
    let mail = filled(&home)
        .replace(
            "SAW execution:\n",
            "SAW execution: half ½ of it\nand > more\n",
        )
        .replace(
            "KEEP doing: the Monday notes",
            "KEEP doing:\n\n  1. Notes\n  2. ﬁne",
        );
    added(&home, &mail);
    let read: serde_json::Value =
        serde_json::from_str(&home.emkit("compare 2026-Q4 --format json").ok().out).expect("JSON");
    assert_eq!(
        skill(&read, "execution")["texts"][0],
        "half ½ of it\nand > more"
    );
    assert_eq!(skill(&read, "team")["texts"][0], "Hired well.\n- Ana\n- Bo");
    assert_eq!(read["keep"][0], "1. Notes\n  2. ﬁne");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    /// However a mail is cut and put together again, it is read or refused; no rating is made up.
    #[test]
    fn a_mail_in_any_pieces_never_panics_and_makes_up_no_rating(
        cuts in prop::collection::vec((0_usize..120, "[ \\[\\]0-9?>*\u{a0}a-zRATINGSAW:\n]{0,12}"), 0..6),
    ) {
        use emkit::format::reply::{Handout, read};
        use emkit::domain::rubric::Rating;
        static EMPTY: std::sync::OnceLock<String> = std::sync::OnceLock::new();
        let empty = EMPTY.get_or_init(|| form(&Home::new(), "--format text"));
        let mut lines: Vec<String> = fill(empty).lines().map(str::to_owned).collect();
        for (at, piece) in cuts {
            let at = at % lines.len();
            lines[at].push_str(&piece);
        }
        if let Ok(handed) = read(std::path::Path::new("mail"), &lines.join("\n"))
            && let Handout::Reply(reply) = handed.content
        {
            for (id, seen) in reply.skills {
                let Some(rating) = seen.rating.map(Rating::number) else { continue };
                let place = format!("RATING {id}");
                let line = lines.iter().find(|line| line.contains(&place)).expect("its line");
                let (_, value) = line.split_once(&place).expect("its value");
                let value = value.lines().next().unwrap_or_default();
                let digits: String = value.chars().filter(char::is_ascii_digit).collect();
                prop_assert_eq!(digits, rating.to_string());
            }
        }
    }
}
