//! `emkit export`: a self-review that a person can hand in after a last edit.

use crate::support::Home;

/// The answers of an earlier quarter.
pub(crate) const BEFORE: &str = "\
answers:
  execution.friction: {rating: 2, evidence: The flaky build.}
  execution.shipped: {rating: 3, evidence: A search page.}
focus:
  - {skill: clarity, action: Publish the list every other Monday.}
";

/// Answers of every kind, a quarter later.
pub(crate) const NOW: &str = "\
answers:
  execution.friction: {rating: 4, evidence: The queue is gone for good.}
  execution.shipped: {rating: 4, evidence: \"The new ledger is live.\\nNobody noticed.\"}
  team.hired: {not_applicable: no-opportunity, note: Hiring freeze since March.}
  team.retained: {rating: 3, evidence: A secret salary., private: true}
  team.magnet: {not_applicable: out-of-scope, note: A secret move., private: true}
  team.peers: 2
  team.praised: {evidence: Not rated but written.}
  taste.better: {rating: 1, evidence: Nothing to name.}
  taste.corners: 2
last_focus:
  - {skill: clarity, outcome: partly, note: Three of six Mondays.}
focus:
  - {skill: taste, action: Ask three users.}
  - {skill: team, action: Hire a second lead.}
";

pub(crate) fn home() -> Home {
    let home = Home::new();
    home.assessed("2026-Q3", BEFORE);
    home.assessed("2026-Q4", NOW);
    home
}

/// The text under a heading of the review, up to the next one of its kind.
pub(crate) fn section<'a>(review: &'a str, heading: &str) -> &'a str {
    let (_, after) = review
        .split_once(&format!("\n## {heading}\n"))
        .unwrap_or_else(|| panic!("no `{heading}` in {review}"));
    after
        .split_once("\n## ")
        .map_or(after, |(section, _)| section)
}

#[test]
fn the_review_leads_with_the_work_and_ends_with_how_it_was_made() {
    let review = home().emkit("export").ok().out;
    assert!(
        review.starts_with(
            "# Self-review 2026-Q4\n\nEngineering manager · finished 20 November 2026\n\n\
             1 of 3 skills with a score is on target for an Engineering manager; Taste is \
             short; Team is close; 5 have too few ratings for a score.\n\n## What my team delivered, and my part\n"
        ),
        "{review}"
    );
    assert_eq!(
        headings(&review),
        [
            "What my team delivered, and my part",
            "Where I fell short",
            "Goals",
            "Changes since 2026-Q3",
            "Where I stand",
            "Method",
        ]
    );
}

/// Another quarter later.
fn next_quarter(home: &Home, answers: &str) {
    home.emkit("assess --answers - --period 2027-Q1 --date 2027-03-20")
        .stdin(answers)
        .ok();
}

fn headings(review: &str) -> Vec<&str> {
    let lines = review.lines();
    lines.filter_map(|line| line.strip_prefix("## ")).collect()
}

#[test]
fn results_are_events_first_and_never_trouble_and_a_strength_does_not_repeat_them() {
    let home = Home::new();
    home.assessed(
        "2026-Q4",
        "\
answers:
  execution.friction: {rating: 5, evidence: A trouble.}
  execution.shipped: {rating: 4, evidence: \"The new ledger is live.\\nNobody noticed.\"}
  execution.pulled-in: {rating: 3, evidence: Asked in for the data centre.}
  team.retained: {rating: 5, evidence: Everybody stayed.}
  team.peers: {rating: 4, evidence: They plan on us.}
  taste.better: 5
  taste.corners: 5
",
    );
    let review = home.emkit("export").ok().out;
    assert_eq!(
        section(&review, "What my team delivered, and my part"),
        "\n1. The new ledger is live. Nobody noticed.\n2. **Keeping people:** Everybody \
         stayed.\n3. **Peers' trust:** They plan on us.\n"
    );
    // Taste is on target, and nothing is written for it.
    assert_eq!(
        section(&review, "Strengths"),
        "\n- **Execution:** The team delivers what people count on: the launches everyone sees, \
         and the upkeep nobody notices.\n\n  > Asked in for the data centre.\n"
    );
}

#[test]
fn what_is_on_target_by_claims_alone_is_no_strength() {
    let home = Home::new();
    home.assessed(
        "2026-Q4",
        "answers: {execution.shipped: {rating: 3, evidence: So.}, execution.friction: 5}\n",
    );
    let review = home.emkit("export").ok().out;
    assert!(!review.contains("## Strengths"), "{review}");
}

#[test]
fn what_falls_short_is_told_in_the_person_s_words_and_what_is_close_only_named() {
    let review = home().emkit("export").ok().out;
    assert_eq!(
        section(&review, "Where I fell short"),
        "\n- **Taste, Better call:** Nothing to name.  \n  My plan: Ask three users.\n\n\
         Close to target: Team.\n"
    );
}

#[test]
fn goals_say_what_came_of_the_last_and_by_what_the_next_will_be_known() {
    let home = home();
    next_quarter(
        &home,
        "\
answers: {taste.better: 3, taste.corners: 3}
last_focus: [{skill: taste, outcome: done, note: Asked four.}]
focus:
  - {skill: team, action: Ask all four., by: 2027-04-20, sign: I’ll know it worked if Each has a new task.}
",
    );
    let goals = |reference: &str| {
        let review = home.emkit(&format!("export {reference}")).ok().out;
        section(&review, "Goals").to_owned()
    };
    assert_eq!(
        goals("2026-Q4"),
        "\n- **Partly done (Clarity):** Publish the list every other Monday.  \n  Three of six \
         Mondays.\n- **Next (Taste):** Ask three users.\n- **Next (Team):** Hire a second lead.\n"
    );
    assert_eq!(
        goals("2027-Q1"),
        "\n- **Done (Taste):** Ask three users.  \n  Asked four.\n- **Next (Team)**, by 20 April \
         2027: Ask all four.  \n  I'll know it worked if: Each has a new task.\n"
    );
    let shown = home.emkit("show 2027-Q1").ok().out.to_lowercase();
    assert_eq!(shown.matches("know it worked if").count(), 1, "{shown}");
}

#[test]
fn changes_are_like_for_like_and_say_what_is_behind_a_rise() {
    let home = home();
    let review = home.emkit("export").ok().out;
    let changed = section(&review, "Changes since 2026-Q3");
    assert!(
        changed.contains("- **Clear rise, with new evidence:** Execution (+1.50).\n"),
        "{changed}"
    );
    assert!(
        changed.contains("- **Not comparable:** Team, "),
        "{changed}"
    );
    next_quarter(
        &home,
        "answers: {execution.friction: 5, execution.shipped: 5}\n",
    );
    let review = home.emkit("export").ok().out;
    let changed = section(&review, "Changes since 2026-Q4");
    assert!(
        changed.contains("- **Clear rise:** Execution (+1.00).\n"),
        "{changed}"
    );
    let first = home.emkit("export 2026-Q3").ok().out;
    assert!(!first.contains("Changes since"), "{first}");
}

#[test]
fn scores_are_one_table_of_four_columns_with_a_note_where_there_is_one() {
    let review = home().emkit("export").ok().out;
    let scores = section(&review, "Where I stand");
    for row in [
        "| Skill | Score | Target | Note |",
        "| Execution | 4.00 | 3.00 | 2/3 rated |",
        "| Team | 2.50 | 3.00 | close, 2/3 rated |",
        "| Taste | 1.50 | 2.50 | 1.00 short, 2/4 rated |",
        "| Clarity | – | 2.50 | 0/3 rated |",
    ] {
        assert!(scores.contains(row), "{row} in {scores}");
    }
    let ran = home().emkit("export --role director --stage seed").ok();
    assert!(
        ran.out.contains("Director of engineering, Seed"),
        "{ran:#?}"
    );
    assert!(
        ran.out.contains("for a Director of engineering"),
        "{ran:#?}"
    );
    assert!(
        ran.out.contains("| Taste | 1.50 | 3.50 | 2.00 short,"),
        "{ran:#?}"
    );
}

#[test]
fn the_method_says_what_the_scores_are_and_are_not() {
    let review = home().emkit("export").ok().out;
    let method = section(&review, "Method");
    for said in [
        "structured reflection for development; all ratings are self-ratings",
        "the mean of a skill's ratings",
        "Eight skills of engineering management 1.0, after Will Larson",
    ] {
        assert!(method.contains(said), "{method}");
    }
    assert_eq!(method.matches("\n- ").count(), 3, "{method}");
    let lowercase = review.to_lowercase();
    for word in ["validated", "psychometric", "overall score", "significan"] {
        assert!(!lowercase.contains(word), "{word}");
    }
}

#[test]
fn the_evidence_is_added_when_asked_for_under_the_titles_of_the_questions() {
    let home = home();
    let ran = home.emkit("export").ok();
    assert!(!ran.out.contains("## Evidence"), "{ran:#?}");
    assert!(
        ran.err
            .contains("7 answers are not shown; `--evidence` adds them"),
        "{ran:#?}"
    );
    let ran = home.emkit("export --evidence").ok();
    assert!(!ran.err.contains("not shown"), "{ran:#?}");
    let evidence = section(&ran.out, "Evidence");
    for said in [
        "### Execution\n\n*What slowed us*\n\n> The queue is gone for good.\n\n4, strong\n",
        "*Hardest launch*\n\n> The new ledger is live. Nobody noticed.\n\n4, strong\n",
        "*Strong hire*\n\n> Hiring freeze since March.\n\nnot applicable: no opportunity\n",
        "*Executive praise*\n\n> Not rated but written.\n",
        "*Seen coming*\n\n2, thin\n",
    ] {
        assert!(evidence.contains(said), "{said} in {evidence}");
    }
    // From the other ratings of its skill and the score, that of a private answer could be computed.
    assert!(!evidence.contains("Peers' trust"), "{evidence}");
    let picked = home.emkit("export --sections evidence").ok().out;
    assert_eq!(headings(&picked), ["Evidence"]);
}

#[test]
fn sections_are_picked_and_ordered() {
    let home = home();
    let ran = home.emkit("export --sections goals,delivered").ok();
    assert_eq!(
        headings(&ran.out),
        ["Goals", "What my team delivered, and my part"]
    );
    assert!(
        ran.out.starts_with("# Self-review 2026-Q4\n\nEngineering"),
        "{ran:#?}"
    );
    let ran = home.emkit("export 2026-Q3 --sections changes,goals").ok();
    assert!(
        ran.err.contains("nothing to say yet in `changes`"),
        "{ran:#?}"
    );
    let ran = home.emkit("export --sections goals,pride").fails(2);
    assert!(
        ran.err.contains("invalid value `pride`")
            && ran.err.contains("delivered, strengths, growth, goals, outlook, changes, others, scores, evidence, method"),
        "{ran:#?}"
    );
    let ran = home.emkit("export --sections goals,growth,goals").ok();
    assert_eq!(ran.out.matches("## Goals\n").count(), 1, "{ran:#?}");
    for flag in ["--sections goals", "--evidence", "--no-ratings", "--for-me"] {
        let ran = home.emkit(&format!("export {flag} --format json")).fails(2);
        let named = flag.split(' ').next().expect("a flag");
        assert!(ran.err.contains(named), "{ran:#?}");
        assert!(ran.err.contains("are for documents"), "{ran:#?}");
    }
}

#[test]
fn a_review_without_ratings_has_no_figure_and_no_word_of_them() {
    let home = home();
    let review = home.emkit("export --no-ratings --evidence").ok().out;
    assert!(
        review.contains("- **Clear rise, with new evidence:** Execution.\n"),
        "{review}"
    );
    assert!(
        review.contains("> The queue is gone for good.\n\n*Hardest"),
        "{review}"
    );
    for said in [
        "on target",
        "Where I stand",
        "4.00",
        "1.50",
        "4, strong",
        "| ",
        "rating",
        "score",
        "Seen coming",
    ] {
        assert!(!review.contains(said), "{said} in {review}");
    }
}

#[test]
fn name_and_team_are_those_of_the_settings() {
    let home = home();
    home.write(
        "store/config.yaml",
        "schema: 1\nname: \"Robin *Example*\"\nteam: Billing (9 engineers)\n",
    );
    let ran = home.emkit("export --stage series-b").ok();
    let byline = "\n\nRobin \\*Example\\* · Engineering manager, Series B · Billing (9 engineers) · finished 20 November 2026\n";
    assert!(ran.out.contains(byline), "{ran:#?}");
    let rows = home.emkit("export --format csv").ok().out;
    assert!(rows.contains(",Robin *Example*,2026-11-20\r\n"), "{rows}");
}

#[test]
fn an_assessment_without_any_score_says_no_more_than_that() {
    let home = Home::new();
    home.assessed(
        "2026-Q4",
        "answers: {execution.friction: 3, team.hired: {not_applicable: other}}\n",
    );
    let ran = home.emkit("export").ok();
    assert!(!ran.out.contains("on target"), "{ran:#?}");
    assert!(
        ran.out
            .contains("\n\n1 of 27 questions rated, too few for the score of any skill.\n\n"),
        "{ran:#?}"
    );
    assert_eq!(headings(&ran.out), ["Method"]);
    assert!(!ran.out.contains("A score is"), "{ran:#?}");
    assert!(ran.err.contains("nothing to lead with"), "{ran:#?}");
}

#[test]
fn a_thin_quarter_begins_with_what_is_written_and_says_how_little_was_rated() {
    let home = Home::new();
    home.assessed(
        "2026-Q4",
        "\
answers:
  execution.friction: {rating: 3, evidence: Slow reviews; we agreed on a day.}
  execution.shipped: 3
  team.retained: {rating: 3, evidence: Nobody left., private: true}
  taste.better: {rating: 2, evidence: We kept two plans.}
",
    );
    let ran = home.emkit("export").ok();
    assert!(
        ran.out.contains(
            "\n\nThe one skill with a score is on target for an Engineering manager; 7 have too few \
             ratings for a score.\n\n## What I noted\n\n1. **What slowed us:** Slow reviews; we agreed \
             on a day.\n2. **Better call:** We kept two plans.\n\n## Where I stand\n"
        ),
        "{ran:#?}"
    );
    let html = home.emkit("export --format html").ok().out;
    assert_eq!(html.matches("class=\"chart-row\"").count(), 1, "{html}");
    assert!(html.contains("<td>0/3 rated</td>"), "{html}");
}

#[test]
fn a_person_s_own_targets_are_called_so() {
    let home = Home::new();
    home.assessed(
        "2026-Q4",
        "\
answers: {execution.shipped: 4, execution.friction: 3, taste.better: 3, taste.corners: 3, team.peers: 2, team.magnet: 2, team.praised: 2}
targets: {execution: 3, taste: 4}
",
    );
    let review = home.emkit("export").ok().out;
    assert!(
        review.starts_with(
            "# Self-review 2026-Q4\n\nfinished 20 November 2026\n\n1 of 2 skills with a target is \
             on the target I set myself; Taste is short; 5 have too few ratings for a score.\n"
        ),
        "{review}"
    );
    assert!(review.contains("the targets are my own"), "{review}");
    assert!(
        review.contains("| Team | 2.00 | – | 3/5 rated |"),
        "{review}"
    );
}

#[test]
fn what_is_for_the_author_names_the_claim_and_the_command_for_this_store() {
    let home = Home::new();
    home.assessed(
        "2026-Q4",
        "answers: {execution.shipped: 4, execution.friction: {rating: 3, evidence: Gone.}}\n",
    );
    let store = home.store();
    let ran = home
        .emkit("export --for-me")
        .and(&["--home", &store.to_string_lossy()]);
    let out = ran.ok().out;
    let advice = section(&out, "For me: what to try");
    assert!(
        advice.starts_with("\n### Execution: 2.50 on evidence alone\n"),
        "{advice}"
    );
    let command = "    emkit assess --edit execution.shipped --period 2026-Q4 --home ";
    assert!(advice.contains(command), "{advice}");
    let html = home.emkit("export --for-me --format html").ok().out;
    assert!(html.contains("<section id=\"advice\""), "{html}");
    assert!(html.contains("class=\"chart-ring\""), "{html}");
    let html = home.emkit("export --format html").ok().out;
    assert!(!html.contains("class=\"chart-ring\""), "{html}");
}

#[test]
fn a_skill_of_which_nothing_applies_is_not_called_unrated() {
    let home = Home::new();
    home.assessed(
        "2026-Q4",
        "answers:\n  execution.friction: {not_applicable: other}\n  execution.shipped: {not_applicable: other}\n  execution.pulled-in: {not_applicable: other}\n  taste.better: 3\n  taste.corners: 3\n",
    );
    let review = home.emkit("export").ok().out;
    assert!(
        review.contains("\n| Execution | – | 3.00 | nothing applies |\n"),
        "{review}"
    );
    assert!(
        review
            .contains("\n\nThe one skill with a score is on target for an Engineering manager; 6 have too few ratings for a score.\n"),
        "{review}"
    );
}
