//! Each rubric of the house works with every command.

use std::fmt::Write as _;

use emkit::domain::rubric::Rubric;

use crate::rubric::built_in::{all, of_the_house};
use crate::support::Home;

/// Every question rated, and evidence for all but the last of each skill.
fn answers(rubric: &Rubric, first: usize) -> String {
    let mut out = String::from("answers:\n");
    for (index, (skill, question)) in rubric.questions().enumerate() {
        let rating = (first + index) % 5 + 1;
        let is_last = skill.questions.last() == Some(question);
        let evidence = if is_last {
            ""
        } else {
            ", evidence: Support noticed."
        };
        let _ = writeln!(out, "  {}: {{rating: {rating}{evidence}}}", question.id);
    }
    let skill = &rubric.skills[0].id;
    let _ = writeln!(out, "focus: [{{skill: {skill}, action: Ask two people.}}]");
    out.push_str("closing: Nobody else knows the ledger.\n");
    if rubric.own_targets {
        let _ = writeln!(out, "targets: {{{skill}: 3}}");
    }
    out
}

fn each(test: impl Fn(&Rubric, &Home)) {
    for rubric in all() {
        let home = Home::new();
        for (period, first) in [("2026-Q3", 1), ("2026-Q4", 3)] {
            let arguments = format!(
                "assess --rubric {} --period {period} --date 2026-11-20 --answers -",
                rubric.id
            );
            home.emkit(&arguments).stdin(answers(&rubric, first)).ok();
        }
        test(&rubric, &home);
    }
}

#[test]
fn what_was_said_under_each_rubric_comes_back_on_every_page() {
    each(|rubric, home| {
        let said = |arguments: &str| {
            let arguments = format!("{arguments} --rubric {}", rubric.id);
            home.emkit(&arguments).ok().out
        };
        for page in ["show", "show --explain", "history", "diff", "rubric show"] {
            let page = said(page);
            for skill in &rubric.skills {
                assert!(page.contains(&skill.title), "{}: {page}", skill.title);
            }
        }
        for format in ["markdown", "html", "json", "csv"] {
            let page = said(&format!("export --format {format}"));
            assert!(page.contains("Support noticed."), "{}: {page}", rubric.id);
        }
        assert!(said("list").contains(&rubric.id));
        assert!(said("status --date 2026-11-20").contains("Ask two people"));
        assert!(said("template data").contains("Support noticed."));
        home.emkit(&format!("log --skill {} Something.", rubric.skills[0].id))
            .ok();
        home.emkit("doctor").ok();
    });
}

#[test]
fn what_each_cluster_says_about_the_job_is_shown_beside_its_mean() {
    each(|rubric, home| {
        let shown = home.emkit(&format!("show --rubric {}", rubric.id)).ok();
        let shown = shown.out.split_whitespace().collect::<Vec<_>>().join(" ");
        for cluster in &rubric.clusters {
            let reading = cluster.reading.as_deref().unwrap_or_default();
            assert!(shown.contains(reading), "{}: {shown}", cluster.id);
            assert_eq!(
                reading.is_empty(),
                rubric.id == "eight-skills",
                "{}",
                cluster.id
            );
            let mean = format!("{}: mean ", cluster.title);
            // Where more is not better, a mean says nothing.
            assert_eq!(shown.contains(&mean), !rubric.own_targets, "{shown}");
        }
    });
}

#[test]
fn others_can_be_asked_with_each_and_the_two_are_compared() {
    each(|rubric, home| {
        let asked = rubric.skills.iter().filter_map(|skill| {
            let observed = skill.observed.as_ref()?;
            Some((skill, observed))
        });
        let asked: Vec<_> = asked.collect();
        let form = |format: &str| {
            let arguments = format!("feedback form --rubric {} --format {format}", rubric.id);
            home.emkit(&arguments).ok().out
        };
        let text = form("text");
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        for (_, observed) in &asked {
            assert!(text.contains(&observed.ask), "{}", observed.ask);
        }
        // As far as nothing in it is escaped.
        let anchor = asked[0].1.anchors[0].split('\'').next();
        assert!(form("html").contains(anchor.expect("words")));
        let filled = form("yaml").replace("rating: null", "rating: 2");
        let filled = filled.replace("rating:\n", "rating: 2\n");
        home.write("reply.yaml", &filled);
        home.emkit(&format!(
            "feedback add reply.yaml --relation manager --rubric {}",
            rubric.id
        ))
        .ok();
        let compared = home.emkit(&format!("compare --rubric {}", rubric.id)).ok();
        for (skill, _) in asked {
            assert!(compared.out.contains(&skill.title), "{compared:#?}");
        }
        assert!(compared.out.contains("2.00"), "{compared:#?}");
    });
}

#[test]
fn only_the_rubric_in_use_is_decoded() {
    // A rubric that is broken on disk is listed with its error, and is in nobody else's way.
    let home = Home::new();
    home.write("store/rubrics/mine.yaml", "schema: 1\nid: mine\n");
    home.emkit("rubric show career").ok();
    home.emkit("status --rubric leadership --date 2026-11-20")
        .ok();
    let listed = home.emkit("rubric list").fails(1);
    assert!(listed.out.contains("career  "), "{listed:#?}");
    assert!(listed.err.contains("mine.yaml"), "{listed:#?}");
}

#[test]
fn a_strategy_and_half_a_year_come_out_as_pages_without_ratings() {
    for (id, words) in [
        (
            "strategy",
            ["# Strategy of Billing", "## Diagnosis", "- two rewrites"],
        ),
        (
            "measures",
            [
                "# What Billing has brought",
                "## What changed, and for whom",
                "Support noticed.",
            ],
        ),
    ] {
        let rubric = of_the_house(id);
        let home = Home::new();
        home.write("store/config.yaml", "team: Billing\n");
        let said = "evidence: \"True.\\n- two rewrites\"";
        let answers = answers(&rubric, 1).replacen("evidence: Support noticed.", said, 1);
        home.emkit(&format!(
            "assess --rubric {id} --date 2026-11-20 --answers -"
        ))
        .stdin(&answers)
        .ok();
        let template = home.emkit(&format!("template show {id}")).ok().out;
        home.write("page.md.j2", template);
        let page = home.emkit("export --template page.md.j2").ok().out;
        for words in words {
            assert!(page.contains(words), "{words}: {page}");
        }
        assert!(page.contains("Ask two people."), "{page}");
        assert!(page.contains("Nobody else knows the ledger."), "{page}");
        let shows_a_rating = page.contains("rating") || page.contains("3.00");
        assert!(!shows_a_rating, "{page}");
    }
}
