//! What others see, in a review that is handed on.

use std::collections::BTreeMap;

use proptest::prelude::*;
use roxmltree::Document;

use super::{form, reply};
use crate::support::{Home, TODAY};

const OWN: &str = "answers:
  execution.friction: {rating: 4, evidence: Fixed the pipeline.}
  execution.shipped: 4
  team.retained: 2
  team.peers: 2
  team.magnet: 2
";

fn home() -> Home {
    let home = Home::new();
    home.assessed("2026-Q3", OWN);
    home.assessed("2026-Q4", OWN);
    home
}

fn add(home: &Home, empty: &str, id: u32, relation: &str, ratings: [u8; 8]) {
    home.write(
        "reply.yaml",
        reply(empty, id, relation, ratings, &format!("Seen by {id}.")),
    );
    home.emkit(&format!("feedback add reply.yaml --date {TODAY} --yes"))
        .ok();
}

/// The cells of the section, a row each; none where it is not there.
fn table(review: &str) -> Vec<Vec<&str>> {
    let (_, after) = review
        .split_once("## What others see\n")
        .unwrap_or_default();
    let after = after.split("\n## ").next().unwrap_or_default();
    let rows = after.lines().filter_map(|line| line.strip_prefix("| "));
    let rows = rows.map(|row| row.trim_end_matches(" |").split(" | ").collect());
    rows.collect()
}

#[test]
fn a_review_says_what_others_see_only_when_asked_and_in_figures_alone() {
    let home = home();
    let ran = home.emkit("export --sections delivered,others").ok();
    assert!(!ran.out.contains("others see"), "{ran:#?}");
    assert!(
        ran.err.contains("nothing to say yet in `others`; left out"),
        "{ran:#?}"
    );
    let empty = form(&home, "--format yaml");
    for id in 1..=2 {
        add(&home, &empty, id, "peer", [4, 3, 0, 3, 3, 3, 3, 3]);
    }
    let ran = home.emkit("export --sections others").ok();
    assert!(!ran.out.contains("Peers"), "{ran:#?}");
    assert!(
        ran.err.contains("nothing to say yet in `others`; left out"),
        "{ran:#?}"
    );
    add(&home, &empty, 3, "peer", [3, 4, 3, 3, 3, 3, 3, 3]);
    add(&home, &empty, 4, "manager", [2, 3, 0, 3, 3, 3, 3, 3]);
    for reference in ["", "2026-Q3..2026-Q4"] {
        let ran = home
            .emkit(&format!("export {reference} --sections scores,others"))
            .ok();
        let rows = table(&ran.out);
        assert_eq!(rows[0], ["Skill", "Manager", "Peers"], "{ran:#?}");
        assert_eq!(rows[2], ["Execution", "2 (n 1)", "3.5 (n 3)"]);
        assert_eq!(rows[3], ["Team", "3 (n 1)", "3.5 (n 3)"]);
        // Two could say, and the manager couldn't.
        assert!(rows.iter().all(|row| row[0] != "Ownership"), "{ran:#?}");
        assert!(ran.out.contains("| Execution | 4.00 | 3.00 |"), "{ran:#?}");
        assert!(ran.err.contains("who your manager is"), "{ran:#?}");
    }
    for arguments in [
        "--sections scores,others,evidence",
        "--sections others,scores --format html",
        "--format html",
        "--format json",
        "--format csv",
    ] {
        let out = home.emkit(&format!("export {arguments}")).ok().out;
        assert!(!out.contains("Seen by"), "{arguments}: {out}");
        let is_asked = arguments.contains("others");
        assert_eq!(out.contains("(n 3)"), is_asked, "{arguments}: {out}");
    }
    let ran = home
        .emkit("export --sections goals,others --no-ratings")
        .ok();
    assert!(!ran.out.contains("Peers"), "{ran:#?}");
    let said = "nothing to say yet in `others`; left out";
    assert!(ran.err.contains(said), "{ran:#?}");
}

#[test]
fn the_picture_has_a_mark_for_each_relation_a_key_and_the_same_in_words() {
    let home = home();
    let empty = form(&home, "--format yaml");
    add(&home, &empty, 1, "manager", [3, 3, 3, 3, 3, 3, 3, 3]);
    add(&home, &empty, 2, "counterpart", [3, 5, 3, 0, 3, 3, 3, 3]);
    let html = home
        .emkit("export --sections scores,others --format html")
        .ok()
        .out;
    let (_, figure) = html.split_once("<figure").expect("a picture");
    let (figure, _) = figure.split_once("</figure>").expect("its end");
    let figure = format!("<figure{figure}</figure>");
    let document = Document::parse(&figure).expect("XML");
    let rows = document
        .descendants()
        .filter(|node| node.has_tag_name("li"));
    let row = |title: &str| {
        let mut rows = rows.clone();
        rows.find(|row| row.descendants().any(|it| it.text() == Some(title)))
            .expect("a row")
    };
    let marks = |title: &str| {
        let marks = row(title).descendants();
        let marks = marks.filter(|node| node.attribute("class") == Some("chart-other"));
        let points = marks.map(|mark| mark.attribute("points").expect("points").to_owned());
        points.collect::<Vec<_>>()
    };
    let together = marks("Execution");
    assert_eq!(together.len(), 2);
    let first = |points: &str| -> [f64; 2] {
        let (x, y) = points
            .split(' ')
            .next()
            .and_then(|it| it.split_once(','))
            .expect("a corner");
        [x, y].map(|figure| figure.parse().expect("a number"))
    };
    let [[x, above], [same, below]] = [first(&together[0]), first(&together[1])];
    assert!((x - same).abs() < 0.01, "both stand at their figure");
    // A triangle on its base, and one on its tip.
    assert!(below - above > 20.0, "one lies on the other");
    // Without a score of one's own, too.
    assert_eq!(marks("Alignment").len(), 1);
    let says = row("Team")
        .descendants()
        .find(|node| node.has_tag_name("title"))
        .and_then(|title| title.text().map(str::to_owned));
    let says = says.expect("words");
    assert!(
        says.ends_with("manager 3 (n 1); counterpart 5 (n 1)"),
        "{says}"
    );
    for name in ["manager", "counterpart"] {
        let name = format!("<span>seen by {name}</span>");
        assert!(figure.contains(&name), "{figure}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(5))]

    #[test]
    fn whatever_the_order_of_arrival_no_review_shows_a_group_of_fewer_than_three(
        arriving in prop::collection::vec(
            (
                prop::sample::select(vec!["manager", "counterpart", "peer", "report", "other"]),
                prop::array::uniform8(0_u8..=5),
            ),
            1..9,
        ),
    ) {
        let home = home();
        let empty = form(&home, "--format yaml");
        let mut rated: BTreeMap<&str, [usize; 8]> = BTreeMap::new();
        for ((relation, ratings), id) in arriving.into_iter().zip(1..) {
            add(&home, &empty, id, relation, ratings);
            let counts = rated.entry(relation).or_default();
            for (count, rating) in counts.iter_mut().zip(ratings) {
                *count += usize::from(rating > 0);
            }
            let review = home.emkit("export --sections others").ok().out;
            let html = home.emkit("export --sections others,scores --format html").ok().out;
            let rows = table(&review);
            for (relation, name) in [("peer", "Peers"), ("report", "Reports"), ("other", "Others")] {
                let counts = rated.get(relation).copied().unwrap_or_default();
                let shown = counts.iter().filter(|count| **count >= 3).count();
                let column = rows.first().and_then(|row| row.iter().position(|it| *it == name));
                let cells = rows.iter().skip(2).filter_map(|row| row.get(column?));
                let cells: Vec<_> = cells.filter(|cell| **cell != "–").collect();
                prop_assert_eq!(cells.len(), shown, "{}", &review);
                prop_assert!(!cells.iter().any(|cell| cell.contains("(n 1") || cell.contains("(n 2")));
                let said = html.matches(&format!("; {} ", name.to_lowercase())).count();
                prop_assert_eq!(said, shown, "{}", &html);
                prop_assert_eq!(html.contains(&format!(">{name}<")), shown > 0);
            }
        }
    }
}
