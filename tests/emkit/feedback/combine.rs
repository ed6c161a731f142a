//! `emkit feedback combine`: what a collector hands over tells of nobody.

use std::collections::BTreeMap;
use std::fs;

use emkit::domain::decimal::whole;
use emkit::domain::feedback::{
    Combined, Comment, Form, MIN_GROUP, Observation, Relation, Reply, combined, grouped, handed_on,
    merged,
};
use emkit::domain::rubric::Rating;
use emkit::format::reply::{Handout, read, write_combined};
use proptest::prelude::*;
use strum::VariantArray;

use super::{form, peers, reply, stored};
use crate::support::{Home, TODAY, skill};

const FIVE: [[u8; 8]; 5] = [
    [1, 2, 3, 4, 5, 3, 0, 0],
    [2, 2, 3, 4, 5, 3, 0, 3],
    [3, 2, 3, 4, 5, 4, 0, 3],
    [4, 2, 3, 4, 5, 4, 2, 4],
    [4, 3, 3, 4, 5, 4, 2, 4],
];

#[test]
fn five_peers_become_one_file_without_any_of_them() {
    let home = Home::new();
    let files = peers(&home, &FIVE);
    let command = format!("feedback combine {} --output all.yaml", files.join(" "));
    home.emkit(&command).ok();
    let text = fs::read_to_string(home.path().join("all.yaml")).expect("text");
    for (id, file) in (1..).zip(&files) {
        assert!(!text.contains(&format!("{id:032x}")), "{text}");
        assert!(!text.contains(file.as_str()), "{text}");
    }
    home.emkit(&format!("feedback add all.yaml --date {TODAY}"))
        .ok();
    let read: serde_json::Value =
        serde_json::from_str(&home.emkit("compare 2026-Q4 --format json").ok().out).expect("JSON");
    let peer = |id: &str| skill(&read, id)["others"]["peer"].clone();
    assert_eq!(peer("execution")["n"], 5);
    assert_eq!(peer("execution")["mean"], 2.8);
    assert_eq!(
        peer("execution")["spread"],
        serde_json::json!([1, 1, 1, 2, 0])
    );
    // Four rated: 3, 3, 4, 4, to a half step, and no spread.
    assert_eq!(peer("timescales")["n"], 4);
    assert_eq!(peer("timescales")["mean"], 3.5);
    assert_eq!(peer("timescales")["low"], serde_json::Value::Null);
    // Two rated.
    assert_eq!(peer("ambiguity"), serde_json::Value::Null);
    assert_eq!(
        skill(&read, "execution")["texts"].as_array().map(Vec::len),
        Some(5)
    );
}

#[test]
fn small_groups_are_left_out_and_named_and_nothing_is_written_without_one() {
    let home = Home::new();
    let files = peers(&home, &FIVE[..4]);
    let ran = home
        .emkit(&format!("feedback combine {} -o all.yaml", files.join(" ")))
        .fails(1);
    assert!(ran.err.contains("peer has 4 replies"), "{ran:#?}");
    assert!(!home.path().join("all.yaml").exists());
    let empty = form(&home, "--format yaml");
    home.write(
        "report.yaml",
        reply(&empty, 99, "report", FIVE[0], "A lone voice."),
    );
    let command = format!(
        "feedback combine {} report.yaml --at-least 4 -o all.yaml",
        files.join(" ")
    );
    let ran = home.emkit(&command).ok();
    assert!(ran.err.contains("report has 1 reply"), "{ran:#?}");
    let text = fs::read_to_string(home.path().join("all.yaml")).expect("text");
    assert!(
        !text.contains("report") && !text.contains("lone voice"),
        "{text}"
    );
    home.emkit(&format!(
        "feedback combine {} --at-least 2 -o b.yaml",
        files.join(" ")
    ))
    .fails(2);
}

#[test]
fn one_person_is_never_combined_and_different_forms_are_not_mixed() {
    let home = Home::new();
    let mut files = peers(&home, &FIVE);
    let all = files.join(" ");
    home.emkit(&format!(
        "feedback combine {all} --relation manager -o all.yaml"
    ))
    .fails(2);
    let empty = form(&home, "--format yaml");
    let named = form(&home, "--name Robin --format yaml");
    for (text, words) in [
        (
            reply(&empty, 9, "manager", FIVE[0], ""),
            "can't be hidden among others",
        ),
        (reply(&empty, 9, "null", FIVE[0], ""), "`--relation peer`"),
        (reply(&named, 9, "peer", FIVE[0], ""), "different forms"),
        (reply(&empty, 1, "peer", FIVE[1], ""), "and differ"),
    ] {
        home.write("odd.yaml", text);
        let ran = home
            .emkit(&format!("feedback combine {all} odd.yaml -o all.yaml"))
            .fails(1);
        assert!(ran.err.contains(words), "{words}: {ran:#?}");
        assert!(!home.path().join("all.yaml").exists());
    }
    // The same reply twice counts once.
    fs::copy(home.path().join(&files[0]), home.path().join("again.yaml")).expect("a copy");
    files.truncate(4);
    let ran = home
        .emkit(&format!(
            "feedback combine {} again.yaml -o all.yaml",
            files.join(" ")
        ))
        .fails(1);
    assert!(ran.err.contains("peer has 4 replies"), "{ran:#?}");
}

#[test]
fn a_combined_file_that_was_changed_or_cut_is_refused_and_a_later_one_replaces_it() {
    let home = Home::new();
    let files = peers(&home, &FIVE);
    home.emkit(&format!("feedback combine {} -o all.yaml", files.join(" ")))
        .ok();
    let text = fs::read_to_string(home.path().join("all.yaml")).expect("text");
    let cut: String = text
        .lines()
        .take(30)
        .map(|line| format!("{line}\n"))
        .collect();
    for (changed, words) in [
        (text.replace("mean: 2.8", "mean: 4.8"), "was changed"),
        (cut, "cut short"),
    ] {
        home.write("bad.yaml", changed);
        let ran = home
            .emkit(&format!("feedback add bad.yaml --date {TODAY}"))
            .fails(1);
        assert!(ran.err.contains(words), "{ran:#?}");
    }
    assert!(stored(&home).is_empty());
    home.emkit(&format!("feedback add all.yaml --date {TODAY}"))
        .ok();
    home.emkit(&format!(
        "feedback combine {} -o later.yaml --at-least 3",
        files[..3].join(" ")
    ))
    .ok();
    home.emkit(&format!("feedback add later.yaml --date {TODAY}"))
        .ok();
    assert_eq!(stored(&home).len(), 1);
    let list = home.emkit("feedback list --format json").ok().out;
    assert!(list.contains("\"replies\": 3"), "{list}");
    // Their difference would tell the two replies between them.
    assert!(!home.store().join("kept").exists());
}

#[test]
fn a_group_of_more_people_than_can_be_counted_is_refused() {
    let home = Home::new();
    let files = peers(&home, &FIVE);
    home.emkit(&format!("feedback combine {} -o all.yaml", files.join(" ")))
        .ok();
    let text = fs::read_to_string(home.path().join("all.yaml")).expect("text");
    let handed = read(std::path::Path::new("all.yaml"), &text).expect("it reads");
    let Handout::Combined(mut combined) = handed.content else {
        panic!("{text}");
    };
    let peers = combined.groups.get_mut(&Relation::Peer).expect("peers");
    peers.replies = usize::MAX;
    home.write("huge.yaml", write_combined(&combined).expect("text"));
    let command = format!("feedback add huge.yaml --date {TODAY}");
    let ran = home.emkit(&command).fails(1);
    assert!(ran.err.contains("3 to 10000 people"), "{ran:#?}");
}

#[test]
fn a_comment_for_the_collector_reaches_nobody_else() {
    let home = Home::new();
    let empty = form(&home, "--collector Kim --format yaml");
    let files: Vec<_> = (1..=5)
        .map(|id| {
            let text = reply(&empty, id, "peer", FIVE[0], "For Kim alone.");
            let name = format!("{id}.yaml");
            let text = text.replacen("relation:\n", "", 1);
            home.write(
                &name,
                text.replacen("collector_only: false", "collector_only: true", 1),
            );
            name
        })
        .collect();
    let ran = home
        .emkit(&format!("feedback combine {} -o all.yaml", files.join(" ")))
        .ok();
    assert!(ran.err.contains("comments for you alone"), "{ran:#?}");
    let text = fs::read_to_string(home.path().join("all.yaml")).expect("text");
    assert!(!text.contains("For Kim"), "{text}");
    home.emkit(&format!("feedback add 1.yaml --date {TODAY}"))
        .ok();
    let page = home.emkit("compare 2026-Q4").ok().out;
    assert!(!page.contains("For Kim"), "{page}");
}

/// Replies of every relation to one form.
fn replies() -> impl Strategy<Value = Vec<Reply>> {
    let relation = prop::sample::select(Relation::VARIANTS.to_vec());
    let comment = (
        prop::sample::select(vec!["", "Good.", "Late: twice.", "- a\n- b", "\u{202e}x"]),
        any::<bool>(),
    );
    let comment = comment.prop_map(|(text, collector_only)| Comment {
        text: text.to_owned(),
        collector_only,
    });
    let rating = (0_u8..=5).prop_map(Rating::new);
    let seen = (rating, comment.clone()).prop_map(|(rating, saw)| Observation { rating, saw });
    let reply = (
        relation,
        prop::collection::vec(seen, 3),
        comment.clone(),
        comment,
    );
    let reply = reply.prop_map(|(relation, seen, keep, change)| Reply {
        id: String::new(),
        form: Form {
            rubric: "small".to_owned(),
            digest: "0123456789abcdef".to_owned(),
            period: "2026-Q4".parse().expect("a period"),
            person: Some("Robin".to_owned()),
        },
        relation: Some(relation),
        skills: BTreeMap::from_iter(["a", "b", "c"].map(str::to_owned).into_iter().zip(seen)),
        keep,
        change,
    });
    prop::collection::vec(reply, 1..16).prop_map(|mut replies| {
        for (reply, id) in replies.iter_mut().zip(0..) {
            reply.id = format!("reply {id}");
        }
        replies
    })
}

fn handed_over(replies: &[Reply], at_least: usize) -> (Combined, Vec<(Relation, usize)>) {
    combined(&replies[0].form, grouped(replies), at_least)
}

proptest! {
    #[test]
    fn what_is_combined_depends_on_the_replies_alone_and_shows_no_small_group(
        (replies, shuffled) in replies().prop_flat_map(|all| (Just(all.clone()), Just(all).prop_shuffle())),
        at_least in 3_usize..6,
    ) {
        let (one, few) = handed_over(&replies, at_least);
        prop_assert_eq!(&one, &handed_over(&shuffled, at_least).0);
        let text = write_combined(&one).expect("text");
        prop_assert_eq!(&text, &write_combined(&handed_over(&shuffled, at_least).0).expect("text"));
        for relation in Relation::VARIANTS.iter().copied() {
            let of: Vec<_> = replies.iter().filter(|it| it.relation == Some(relation)).collect();
            let Some(group) = one.groups.get(&relation) else {
                prop_assert!(relation.is_one_person() || of.len() < at_least);
                prop_assert!(of.is_empty() || few.contains(&(relation, of.len())));
                continue;
            };
            prop_assert!(!relation.is_one_person() && of.len() >= at_least);
            for (id, figures) in &group.figures {
                let rated = of.iter().filter_map(|it| it.skills[id].rating);
                let rated: Vec<i64> = rated.map(|rating| rating.number().into()).collect();
                prop_assert_eq!(figures.n, rated.len());
                prop_assert!(figures.n >= MIN_GROUP);
                let exact = whole(rated.iter().sum()) / whole(i64::try_from(rated.len()).expect("few"));
                if figures.n < 5 {
                    prop_assert!(figures.spread.is_none());
                    prop_assert!((&figures.mean * whole(2)).is_integer());
                    prop_assert!((&figures.mean - exact) * whole(4) <= whole(1));
                } else {
                    prop_assert_eq!(&figures.mean, &exact);
                }
            }
            let texts = group.saw.values().flatten().chain(&group.keep).chain(&group.change);
            for text in texts {
                let open = of.iter().flat_map(|it| it.comments()).any(|(_, said)| {
                    !said.collector_only && said.text == *text
                });
                prop_assert!(open);
            }
        }
        if !one.groups.is_empty() {
            let handed = read(std::path::Path::new("all.yaml"), &text).expect("it reads");
            let Handout::Combined(again) = handed.content else { panic!("not combined") };
            prop_assert_eq!(write_combined(&again).expect("text"), text);
        }
    }

    #[test]
    fn what_goes_into_a_review_has_no_small_group_and_no_finer_step_than_a_half(
        replies in replies(),
        more in replies(),
    ) {
        let collected = handed_over(&more, 3).0.groups;
        let groups = merged(grouped(&replies), collected);
        for (relation, figures) in handed_on(&groups) {
            for figures in figures.values() {
                prop_assert!(relation.is_one_person() || figures.n >= MIN_GROUP);
                prop_assert!((&figures.mean * whole(2)).is_integer());
                prop_assert!(figures.spread.is_none() || relation.is_one_person() || figures.n >= 5);
            }
        }
    }
}
