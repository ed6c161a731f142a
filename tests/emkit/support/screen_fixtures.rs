//! Every screen of the interview, and how to get there.

use crate::support::pty::{
    CTRL_C, CTRL_N, CTRL_O, CTRL_P, CTRL_Q, CTRL_V, DOWN, ENTER, ESCAPE, F1, Left, TAB, Terminal,
};
use crate::support::{Home, TODAY};

/// A screen: the name of its files, whether it is kept at the widest size too, and how to get there.
pub(crate) type Scene = (&'static str, bool, fn((u16, u16)) -> Shown);

/// What there is to look at: a program that waits, or what one that has ended left behind.
pub(crate) enum Shown {
    Open(Home, Box<Terminal>),
    Over(Home, Box<Left>),
}

pub(crate) const SCENES: [Scene; 42] = [
    ("role", true, role),
    ("stage", false, stage),
    ("last-outcome", false, last_outcome),
    ("last-note", false, last_note),
    ("evidence-empty", true, evidence_empty),
    ("evidence-lines", false, evidence_lines),
    ("evidence-parent", true, evidence_parent),
    ("evidence-rated", false, evidence_rated),
    ("rating", true, rating),
    ("rating-marked", false, rating_marked),
    ("rating-last-time", false, rating_last_time),
    ("private", false, private),
    ("skill-done", false, skill_done),
    ("quick-rating", false, quick_rating),
    ("quick-evidence", false, quick_evidence),
    ("not-applicable", false, not_applicable),
    ("not-applicable-note", false, not_applicable_note),
    ("review", true, review),
    ("review-scrolled", false, review_scrolled),
    ("command", false, command),
    ("scores", true, scores),
    ("focus", true, focus),
    ("focus-skill", false, focus_skill),
    ("focus-words", false, focus_words),
    ("focus-second", false, focus_second),
    ("focus-date", false, focus_date),
    ("closing", false, closing),
    ("highlights", true, highlights),
    ("highlights-chosen", false, highlights_chosen),
    ("highlights-from-memory", false, highlights_from_memory),
    ("same", false, same),
    ("sensitive", false, sensitive),
    ("help", true, help),
    ("refusal", false, refusal),
    ("nothing-marked", false, nothing_marked),
    ("editor-failed", false, editor_failed),
    ("draft-there", false, draft_there),
    ("rest", false, rest),
    ("save-failed", false, save_failed),
    ("left-for-another-day", false, left_for_another_day),
    ("left-with-ctrl-c", false, left_with_ctrl_c),
    ("finished", true, finished),
];

const LAST_QUARTER: &str = "\
answers:
  execution.friction: {rating: 5, evidence: Reviews wait half as long since May.}
focus:
  - {skill: clarity, action: Publish the top three problems every other Monday.}
";

/// Answers of every kind.
const MIXED: &str = "\
answers:
  execution.friction: {rating: 4, evidence: Reviews wait half as long.}
  execution.shipped: {rating: 3}
  execution.pulled-in: {rating: 1, evidence: Nobody asked., private: true}
  team.hired: {not_applicable: no-opportunity, note: Hiring freeze since March.}
  team.retained: {evidence: Nobody left.}
  team.magnet: {rating: 5, evidence: Two asked to join.}
  clarity.tradeoff: {rating: 2}
";

const STRONG: &str = "\
answers:
  execution.friction: {rating: 5, evidence: Reviews wait half as long.}
  execution.shipped: {rating: 4, evidence: Moved billing to the new ledger in six weeks with no rollback.}
  team.magnet: {rating: 5, evidence: Two former colleagues have asked to join.}
  ownership.odds: {rating: 5, evidence: Shipped the audit export in three weeks.}
  alignment.surprised: {rating: 5, evidence: About Sam., private: true}
";

fn started(home: Home, flags: &str, size: (u16, u16)) -> (Home, Terminal) {
    let arguments = format!("assess --date {TODAY} {flags}");
    let environment = [("EDITOR", "false"), ("PATH", "/usr/bin:/bin")];
    let terminal = Terminal::start_with(&home, &arguments, size, &environment);
    (home, terminal)
}

fn open((home, terminal): (Home, Terminal)) -> Shown {
    Shown::Open(home, Box::new(terminal))
}

/// An interview whose first question is on the screen.
fn begun(size: (u16, u16)) -> (Home, Terminal) {
    let (home, terminal) = started(Home::new(), "--role em", size);
    terminal.see("1 of 28");
    (home, terminal)
}

/// The same with a text, at its rating.
fn written(size: (u16, u16)) -> (Home, Terminal) {
    let (home, mut terminal) = begun(size);
    terminal.line("Reviews took two days.");
    terminal.line("Now they take one.");
    terminal.line("");
    terminal.see("1 to 5");
    (home, terminal)
}

fn reviewed(size: (u16, u16)) -> (Home, Terminal) {
    let home = Home::with_steady_path();
    home.assessed("2026-Q4", MIXED);
    let (home, terminal) = started(home, "", size);
    terminal.see("Your answers");
    (home, terminal)
}

fn scored(size: (u16, u16)) -> (Home, Terminal) {
    let (home, mut terminal) = reviewed(size);
    terminal.line(":finish");
    terminal.see("Where you stand");
    (home, terminal)
}

fn focused(size: (u16, u16)) -> (Home, Terminal) {
    let (home, mut terminal) = scored(size);
    terminal.press(ENTER);
    terminal.see("What will you work on");
    (home, terminal)
}

fn role(size: (u16, u16)) -> Shown {
    open(started(Home::new(), "", size))
}

fn stage(size: (u16, u16)) -> Shown {
    let (home, mut terminal) = started(Home::new(), "", size);
    terminal.see("Which role");
    terminal.press(ENTER);
    open((home, terminal))
}

fn last_outcome(size: (u16, u16)) -> Shown {
    let home = Home::new();
    home.assessed("2026-Q3", LAST_QUARTER);
    open(started(home, "", size))
}

fn last_note(size: (u16, u16)) -> Shown {
    let home = Home::new();
    home.assessed("2026-Q3", LAST_QUARTER);
    let (home, mut terminal) = started(home, "", size);
    terminal.see("Last time you chose");
    terminal.press("2\r");
    terminal.see("in a line");
    terminal.press("Three of six Mondays.");
    open((home, terminal))
}

fn evidence_empty(size: (u16, u16)) -> Shown {
    open(begun(size))
}

fn evidence_lines(size: (u16, u16)) -> Shown {
    let (home, mut terminal) = begun(size);
    terminal.line("Reviews took two days in April, and nobody could say why they did.");
    terminal.press("Now they take one: two people look at the queue each morning, and what is older than a day goes to me.");
    open((home, terminal))
}

fn evidence_parent(size: (u16, u16)) -> Shown {
    let home = Home::new();
    let first = "The search team wanted to rewrite and sales wanted the filters; I chose filters.";
    let lines = [first, "They shipped in May.", "", "4", ":quit"];
    home.interview("--role em --period 2026-Q4 --edit clarity.tradeoff", &lines);
    let (home, mut terminal) = started(home, "--resume --edit clarity.without-you", size);
    terminal.see("you wrote:");
    terminal.press("In June they turned down a request for dashboards by themselves.");
    open((home, terminal))
}

fn evidence_rated(size: (u16, u16)) -> Shown {
    let home = Home::new();
    home.assessed("2026-Q4", MIXED);
    open(started(
        home,
        "--period 2026-Q4 --edit execution.friction",
        size,
    ))
}

fn rating(size: (u16, u16)) -> Shown {
    open(written(size))
}

fn rating_marked(size: (u16, u16)) -> Shown {
    let (home, mut terminal) = written(size);
    terminal.press("3");
    terminal.press(DOWN);
    open((home, terminal))
}

fn rating_last_time(size: (u16, u16)) -> Shown {
    let home = Home::new();
    home.assessed("2026-Q3", LAST_QUARTER);
    let (home, mut terminal) = started(home, "--period 2026-Q4 --edit execution.friction", size);
    terminal.see("Names and numbers help.");
    terminal.line("Nothing new.");
    terminal.line("");
    open((home, terminal))
}

fn private(size: (u16, u16)) -> Shown {
    let (home, mut terminal) = begun(size);
    terminal.line("Ana asked for a rest.");
    terminal.press(CTRL_P);
    open((home, terminal))
}

fn skill_done(size: (u16, u16)) -> Shown {
    let home = Home::new();
    let lines = ["One.", "", "4", "Two.", "", "3", ":quit"];
    home.interview("--role em", &lines);
    let (home, mut terminal) = started(home, "--resume", size);
    terminal.see("3 of 28");
    terminal.line("");
    terminal.see("1 to 5");
    terminal.press("3\r");
    open((home, terminal))
}

fn quick_rating(size: (u16, u16)) -> Shown {
    open(started(Home::new(), "--role em --quick", size))
}

fn quick_evidence(size: (u16, u16)) -> Shown {
    let flags = "--role em --quick --skill execution";
    let (home, mut terminal) = started(Home::new(), flags, size);
    for (position, rating) in ["4\r", "2\r", "3\r"].into_iter().enumerate() {
        terminal.see(&format!("{} of 3", position + 1));
        terminal.press(rating);
    }
    open((home, terminal))
}

fn not_applicable(size: (u16, u16)) -> Shown {
    let (home, mut terminal) = begun(size);
    terminal.press(CTRL_N);
    open((home, terminal))
}

fn not_applicable_note(size: (u16, u16)) -> Shown {
    let (home, mut terminal) = begun(size);
    terminal.press(CTRL_N);
    terminal.see("Why doesn't this apply");
    terminal.press("2\r");
    terminal.see("A word on why");
    terminal.press("Sales owns it.");
    open((home, terminal))
}

fn review(size: (u16, u16)) -> Shown {
    open(reviewed(size))
}

fn review_scrolled(size: (u16, u16)) -> Shown {
    let (home, mut terminal) = reviewed(size);
    terminal.press("clarity.t");
    open((home, terminal))
}

fn command(size: (u16, u16)) -> Shown {
    let (home, mut terminal) = reviewed(size);
    terminal.press(":fin");
    open((home, terminal))
}

fn scores(size: (u16, u16)) -> Shown {
    open(scored(size))
}

fn focus(size: (u16, u16)) -> Shown {
    open(focused(size))
}

fn focus_skill(size: (u16, u16)) -> Shown {
    let (home, mut terminal) = focused(size);
    terminal.pick("something else");
    open((home, terminal))
}

fn focus_words(size: (u16, u16)) -> Shown {
    let (home, mut terminal) = focused(size);
    terminal.press("1\r");
    open((home, terminal))
}

fn focus_second(size: (u16, u16)) -> Shown {
    let (home, mut terminal) = focused(size);
    terminal.press("1\r");
    terminal.see("what will you do");
    terminal.press(ENTER);
    terminal.see("by when");
    terminal.press("2027-01-20\r");
    terminal.see("know it worked");
    terminal.press("Two took part.\r");
    open((home, terminal))
}

fn closing(size: (u16, u16)) -> Shown {
    let (home, mut terminal) = focused(size);
    terminal.pick("nothing for now");
    open((home, terminal))
}

fn focus_date(size: (u16, u16)) -> Shown {
    let (home, mut terminal) = focused(size);
    terminal.press("1\r");
    terminal.see("what will you do");
    terminal.press(ENTER);
    terminal.see("by when");
    terminal.press("20 January\r");
    open((home, terminal))
}

/// From a question or the review to choosing what to work on.
pub(crate) fn to_focus(terminal: &mut Terminal) {
    terminal.line(":finish");
    terminal.see("Where you stand");
    terminal.press(ENTER);
    terminal.see("What will you work on");
}

/// From a question or the review to the highlights, with nothing to work on and nothing to close with.
pub(crate) fn to_highlights(terminal: &mut Terminal) {
    to_focus(terminal);
    terminal.pick("nothing for now");
    terminal.see("18 months");
    terminal.press(TAB);
    terminal.see("top of your review");
}

/// The highlights of an assessment with some that can be offered.
fn highlighted(size: (u16, u16)) -> (Home, Terminal) {
    let home = Home::with_steady_path();
    home.assessed("2026-Q4", STRONG);
    let (home, mut terminal) = started(home, "", size);
    terminal.see("Your answers");
    to_highlights(&mut terminal);
    (home, terminal)
}

fn highlights(size: (u16, u16)) -> Shown {
    open(highlighted(size))
}

fn highlights_chosen(size: (u16, u16)) -> Shown {
    let (home, mut terminal) = highlighted(size);
    terminal.press("1\r");
    terminal.see("change: ");
    terminal.press("4\r");
    terminal.see("What was delivered");
    terminal.press("Won the tender that had looked lost.\r");
    open((home, terminal))
}

fn highlights_from_memory(size: (u16, u16)) -> Shown {
    let (home, mut terminal) = begun(size);
    terminal.press(CTRL_V);
    open((home, terminal))
}

/// The second quarter, at a standing question that was answered in the first.
fn same(size: (u16, u16)) -> Shown {
    let home = Home::new();
    home.assessed(
        "2026-Q3",
        "answers:\n  team.magnet: {rating: 3, evidence: Two former colleagues have written.}\n",
    );
    open(started(home, "--period 2026-Q4 --edit team.magnet", size))
}

fn sensitive(size: (u16, u16)) -> Shown {
    open(started(
        Home::new(),
        "--role em --period 2026-Q4 --edit team.retained",
        size,
    ))
}

fn help(size: (u16, u16)) -> Shown {
    let (home, mut terminal) = begun(size);
    terminal.press(F1);
    open((home, terminal))
}

fn refusal(size: (u16, u16)) -> Shown {
    let (home, mut terminal) = begun(size);
    terminal.press(ESCAPE);
    open((home, terminal))
}

fn nothing_marked(size: (u16, u16)) -> Shown {
    let (home, mut terminal) = written(size);
    terminal.press(ENTER);
    open((home, terminal))
}

fn editor_failed(size: (u16, u16)) -> Shown {
    let (home, mut terminal) = begun(size);
    terminal.line("Kept.");
    terminal.press(CTRL_O);
    open((home, terminal))
}

fn draft_there(size: (u16, u16)) -> Shown {
    let home = Home::new();
    home.interview("--role em", &["One.", "", "4", ":quit"]);
    open(started(home, "", size))
}

fn rest(size: (u16, u16)) -> Shown {
    let home = Home::new();
    home.interview("--role em", &[&[":skip"; 14][..], &[":quit"]].concat());
    let (home, mut terminal) = started(home, "--resume", size);
    terminal.see("15 of 28");
    terminal.line(":skip");
    open((home, terminal))
}

fn save_failed(size: (u16, u16)) -> Shown {
    let home = Home::with_steady_path();
    let (home, mut terminal) = started(home, "--role em", size);
    terminal.see("1 of 28");
    home.block_drafts();
    terminal.line("Not to be lost.");
    open((home, terminal))
}

fn left_for_another_day(size: (u16, u16)) -> Shown {
    let (home, mut terminal) = written(size);
    terminal.press(CTRL_Q);
    Shown::Over(home, Box::new(terminal.end()))
}

fn left_with_ctrl_c(size: (u16, u16)) -> Shown {
    let (home, mut terminal) = begun(size);
    terminal.press("Half a li");
    terminal.press(CTRL_C);
    Shown::Over(home, Box::new(terminal.end()))
}

fn finished(size: (u16, u16)) -> Shown {
    let (home, mut terminal) = focused(size);
    terminal.pick("nothing for now");
    terminal.see("18 months");
    terminal.press(TAB);
    terminal.see("top of your review");
    terminal.press(ENTER);
    Shown::Over(home, Box::new(terminal.end()))
}
