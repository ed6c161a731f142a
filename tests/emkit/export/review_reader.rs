//! What others read in a review: no word of emkit's that is not needed, nothing private, and what its
//! author is told before.

use serde_json::Value;

use crate::export::review::{home, section};
use crate::support::Home;

/// An answer to every question, each text of the same twelve words; and everything else there is to say.
fn full_quarter(home: &Home) {
    const WORDS: &str = "zz zz zz zz zz zz zz zz zz zz zz zz.";
    let printed = home.emkit("assess --print-answers --period 2026-Q4").ok();
    let ids = printed.out.lines().filter_map(|line| {
        let id = line.strip_prefix("  ")?.strip_suffix(':')?;
        (id.contains('.') && !id.contains(' ')).then(|| id.to_owned())
    });
    let ids: Vec<_> = ids.collect();
    assert_eq!(ids.len(), 28, "{printed:#?}");
    for (period, ratings) in [("2026-Q3", [2, 3, 2, 3]), ("2026-Q4", [2, 4, 3, 4])] {
        let answers = ids.iter().zip(ratings.iter().cycle());
        let answers = answers
            .map(|(id, rating)| format!("  {id}: {{rating: {rating}, evidence: {WORDS}}}\n"));
        let answers: String = answers.collect();
        let last = match period {
            "2026-Q4" => format!("last_focus: [{{skill: team, outcome: done, note: {WORDS}}}]\n"),
            _ => String::new(),
        };
        home.assessed(
            period,
            &format!(
                "answers:\n{answers}{last}focus:\n  - {{skill: team, action: {WORDS}, by: 2027-01-20, sign: {WORDS}}}\n  - {{skill: taste, action: {WORDS}}}\nclosing: {WORDS}\n"
            ),
        );
    }
}

#[test]
fn a_review_of_a_full_quarter_has_at_most_250_words_of_emkit_s_own() {
    let home = Home::new();
    full_quarter(&home);
    let review = home
        .emkit("export --role director --stage series-b")
        .ok()
        .out;
    let words = review
        .split_whitespace()
        .filter(|word| word.contains(char::is_alphanumeric) && !word.starts_with("zz"));
    let count = words.count();
    assert!((100..=250).contains(&count), "{count} in {review}");
    assert_eq!(review.matches("\n## ").count(), 8, "{review}");
}

#[test]
fn no_question_anchor_id_or_practice_is_in_a_review() {
    let home = Home::new();
    full_quarter(&home);
    let report = home.emkit("show --role director --format json").ok().out;
    let report: Value = serde_json::from_str(&report).expect("JSON");
    let rubric = include_str!("../../../rubric/eight-skills.yaml");
    let said = |key: &str| {
        let lines = rubric
            .lines()
            .filter_map(|line| line.trim().strip_prefix(key));
        let said: Vec<_> = lines.map(|line| line.trim().trim_matches('"')).collect();
        assert!(said.len() >= 28, "{key}");
        said
    };
    let steps = ["1: ", "2: ", "3: ", "4: ", "5: "];
    let texts = ["ask: ", "hint: ", "practice: ", "- id: "]
        .iter()
        .chain(&steps);
    let texts: Vec<_> = texts.flat_map(|key| said(key)).collect();
    for arguments in ["", "--evidence", "--no-ratings", "--format html"] {
        let review = home.emkit(&format!("export {arguments}")).ok().out;
        for text in texts.iter().filter(|text| text.len() > 12) {
            assert!(!review.contains(text), "{text} in {review}");
        }
        assert!(!review.contains('?'), "{review}");
        assert!(!review.contains("To try"), "{review}");
    }
    let note = report["skills"][1]["note"].as_str().expect("a note");
    let mine = home.emkit("export --role director --for-me").ok().out;
    let advice = section(&mine, "For me: what to try");
    assert!(advice.contains("### Team, "), "{advice}");
    let (_, practice) = note.rsplit_once("Try: ").expect("a practice");
    assert!(
        advice.replace('\\', "").contains(practice),
        "{practice} in {advice}"
    );
}

#[test]
fn the_author_is_told_what_a_reader_may_ask_about_before_it_is_written() {
    let home = Home::new();
    home.assessed(
        "2026-Q4",
        "answers: {execution.friction: {rating: 4, evidence: Gone.}, execution.shipped: 4, taste.better: {rating: 5, private: true}}\nfocus: [{skill: team, action: Ask.}]\nclosing: The runway.\n",
    );
    let ran = home.emkit("export").ok();
    for line in [
        "no evidence yet for the 4 on “Hardest launch”: `emkit assess --period 2026-Q4 --edit execution.shipped",
        "2 answers are not shown; `--evidence` adds them",
        "what you wrote goes in word for word: your focus and closing answer",
        "names of people are yours to check, as emkit doesn't look for them",
        "1 private answer",
    ] {
        assert!(ran.err.contains(line), "{line} in {ran:#?}");
    }
    assert!(!ran.err.contains("Better call"), "{ran:#?}");
    let ran = home.emkit("export --sections delivered").ok();
    assert!(!ran.err.contains("no evidence yet"), "{ran:#?}");
    assert!(!ran.err.contains("your focus"), "{ran:#?}");
    assert_eq!(home.emkit("export --quiet").ok().err, "");
}

#[test]
fn private_text_is_left_out_and_counted_unless_it_is_asked_for() {
    let home = home();
    for arguments in [
        "export",
        "export --evidence",
        "export --format html",
        "export --format json",
    ] {
        let ran = home.emkit(arguments).ok();
        assert!(
            !ran.out.contains("secret") && !ran.err.contains("secret"),
            "{ran:#?}"
        );
        assert!(ran.err.contains("2 private answers"), "{ran:#?}");
    }
    let ran = home.emkit("export --evidence --include-private").ok();
    assert!(ran.out.contains("> A secret salary.") && ran.out.contains("> A secret move."));
    assert!(!ran.err.contains("private answer"), "{ran:#?}");
}

#[test]
fn a_private_answer_is_not_told_of_where_its_skill_falls_short() {
    let home = Home::new();
    home.assessed(
        "2026-Q4",
        "answers:\n  taste.better: {rating: 1, evidence: Hush., private: true}\n  taste.corners: {rating: 2, evidence: I was late.}\nfocus:\n  - {skill: taste, action: One thing.}\n  - {skill: taste, action: Another., private: true}\n",
    );
    let growth = |arguments: &str| {
        let command = format!("export --sections growth {arguments}");
        home.emkit(&command).ok().out
    };
    let told = growth("");
    assert!(
        told.ends_with("\n- **Taste, Seen coming:** I was late.  \n  My plan: One thing.\n"),
        "{told}"
    );
    let all = growth("--include-private");
    assert!(
        all.contains(
            "**Taste, Better call:** Hush.  \n  My plan: One thing.  \n  My plan: Another."
        ),
        "{all}"
    );
}

#[test]
fn highlights_lead_in_the_person_s_order_and_words() {
    let home = Home::new();
    home.assessed(
        "2026-Q4",
        "\
answers:
  execution.shipped: {rating: 4, evidence: The ledger is live.}
  team.peers: {rating: 2, evidence: They wait for us.}
highlights:
  - {text: Won the tender.}
  - {question: team.peers}
  - {question: execution.shipped, text: \"# Ledger, live for all.\"}
",
    );
    let review = home.emkit("export").ok().out;
    assert_eq!(
        section(&review, "What my team delivered, and my part"),
        "\n1. Won the tender.\n2. **Peers' trust:** They wait for us.\n3. \\# Ledger, live for all.\n"
    );
}

#[test]
fn highlights_of_equal_words_come_out_once() {
    let home = Home::new();
    home.assessed(
        "2026-Q4",
        "\
answers:
  execution.shipped: {rating: 4, evidence: The ledger is live.}
highlights:
  - {question: execution.shipped}
  - {text: Won the tender.}
  - {text: The ledger is live.}
  - {text: Won the tender.}
",
    );
    let review = home.emkit("export").ok().out;
    assert_eq!(
        section(&review, "What my team delivered, and my part"),
        "\n1. The ledger is live.\n2. Won the tender.\n"
    );
    let data = home.emkit("template data").ok().out;
    let data: serde_json::Value = serde_json::from_str(&data).expect("JSON");
    let texts: Vec<_> = data["highlights"]
        .as_array()
        .expect("highlights")
        .iter()
        .map(|it| &it["text"])
        .collect();
    assert_eq!(texts, ["The ledger is live.", "Won the tender."]);
}

#[test]
fn a_highlight_whose_answer_became_private_or_unrated_is_left_out_with_a_line() {
    let home = Home::new();
    home.assessed(
        "2026-Q4",
        "\
answers:
  execution.shipped: {rating: 4, evidence: The ledger is live.}
  execution.pulled-in: {rating: 4, evidence: A secret crisis.}
  team.peers: {rating: 4, evidence: They plan on us.}
highlights:
  - {question: execution.shipped}
  - {question: execution.pulled-in, text: A secret headline.}
  - {question: team.peers}
",
    );
    let path = home.file("assessments", "2026-Q4");
    let text = std::fs::read_to_string(&path).expect("the file");
    let pulled = "evidence: A secret crisis.";
    assert!(text.contains(pulled), "{text}");
    let text = text.replace(pulled, &format!("{pulled}\n    private: true"));
    let (before, peers) = text.split_once("  team.peers:\n").expect("the answer");
    let peers = peers.replacen(
        "    state: rated\n    rating: 4\n",
        "    state: skipped\n",
        1,
    );
    let peers = peers.replacen("    rating: 4\n", "", 1);
    std::fs::write(&path, format!("{before}  team.peers:\n{peers}")).expect("written");
    for format in ["markdown", "html"] {
        let ran = home.emkit(&format!("export --format {format}")).ok();
        assert!(ran.out.contains("The ledger is live."), "{ran:#?}");
        assert!(!ran.out.contains("secret"), "{ran:#?}");
        assert!(
            ran.err
                .contains("highlight left out: “Pulled in” is private"),
            "{ran:#?}"
        );
        assert!(
            ran.err
                .contains("highlight left out: “Peers' trust” has no rating or text"),
            "{ran:#?}"
        );
    }
}
