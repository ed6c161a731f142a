//! The JSON interface: exactly the keys of the contract, each of its kind.

use serde_json::{Value, json};

use crate::feedback::SKILLS;
use crate::support::{Home, TODAY, answer, skill};

/// Fails unless the keys of an object are exactly these.
fn assert_keys(object: &Value, keys: &[&str]) {
    let mut found: Vec<&str> = object
        .as_object()
        .expect("an object")
        .keys()
        .map(String::as_str)
        .collect();
    let mut keys = keys.to_vec();
    found.sort_unstable();
    keys.sort_unstable();
    assert_eq!(found, keys);
}

fn items<'a>(object: &'a Value, key: &str) -> &'a Vec<Value> {
    object[key].as_array().expect("a list")
}

fn or_null(value: &Value, is_kind: fn(&Value) -> bool) -> bool {
    value.is_null() || is_kind(value)
}

fn home() -> Home {
    let home = Home::new();
    home.assessed(
        "2026-Q3",
        "\
answers:
  execution.friction: {rating: 3, evidence: Then.}
  execution.shipped: 2
focus:
  - {skill: clarity, action: Publish the list.}
",
    );
    home.assessed(
        "2026-Q4",
        "\
answers:
  execution.friction: {rating: 4, evidence: Now.}
  execution.shipped: 4
  team.hired: {not_applicable: no-opportunity, note: Freeze., private: true}
  team.retained: {rating: 3, evidence: A name., private: true}
  team.peers: {rating: 3, private: true}
  team.magnet: {not_applicable: other, note: We are remote.}
  team.praised: {evidence: Not rated yet.}
last_focus:
  - {skill: clarity, outcome: partly, note: Three of six.}
focus:
  - {skill: taste, action: Ask three users.}
  - {skill: team, action: Hire one.}
",
    );
    home
}

#[test]
fn a_report_has_exactly_the_promised_keys() {
    let home = home();
    let report = home.json("2026-Q4");
    assert_keys(
        &report,
        &[
            "schema",
            "id",
            "period",
            "status",
            "rubric",
            "role",
            "stage",
            "author",
            "team",
            "finished",
            "withheld",
            "clusters",
            "skills",
            "last_focus",
            "focus",
            "highlights",
            "closing",
        ],
    );
    assert_eq!(report["finished"], TODAY);
    assert_eq!(
        (&report["author"], &report["team"]),
        (&Value::Null, &Value::Null)
    );
    home.write("store/config.yaml", "name: Robin Example\nteam: Billing\n");
    for command in ["show", "export"] {
        let ran = home.emkit(&format!("{command} 2026-Q4 --format json")).ok();
        let report: Value = serde_json::from_str(&ran.out).expect("JSON");
        assert_eq!(
            (&report["author"], &report["team"]),
            (&json!("Robin Example"), &json!("Billing"))
        );
    }
    assert_eq!(report["schema"], 1);
    assert_eq!(report["id"], "2026-Q4");
    assert_eq!(report["period"], "2026-Q4");
    assert_eq!(report["status"], "finished");
    assert_eq!(report["role"], "em");
    assert_eq!(report["stage"], Value::Null);
    assert_keys(&report["rubric"], &["id", "version", "digest"]);
    assert_eq!(report["rubric"]["id"], "eight-skills");
    assert!(report["rubric"]["version"].is_string());
    let digest = report["rubric"]["digest"].as_str().expect("a digest");
    assert!(!digest.is_empty() && digest.bytes().all(|byte| byte.is_ascii_hexdigit()));
}

#[test]
fn clusters_and_skills_have_exactly_the_promised_keys() {
    let report = home().json("2026-Q4");
    let ids: Vec<&Value> = items(&report, "clusters")
        .iter()
        .map(|one| &one["id"])
        .collect();
    assert_eq!(ids, ["core", "growth"]);
    for cluster in items(&report, "clusters") {
        assert_keys(cluster, &["id", "title", "score", "lowest"]);
        assert!(cluster["title"].is_string());
        assert!(or_null(&cluster["score"], Value::is_number));
        assert!(or_null(&cluster["lowest"], Value::is_string));
    }
    let ids: Vec<&Value> = items(&report, "skills")
        .iter()
        .map(|one| &one["id"])
        .collect();
    assert_eq!(ids, SKILLS);
    for skill in items(&report, "skills") {
        assert_keys(
            skill,
            &[
                "id",
                "title",
                "cluster",
                "score",
                "supported",
                "level",
                "target",
                "gap",
                "rated",
                "applicable",
                "questions",
                "note",
                "holding_back",
                "answers",
            ],
        );
        for figure in ["score", "supported", "gap"] {
            assert!(or_null(&skill[figure], Value::is_number), "{figure}");
        }
        assert!(skill["target"].is_number());
        assert!(or_null(&skill["level"], Value::is_string));
        for count in ["rated", "applicable", "questions"] {
            assert!(skill[count].is_u64(), "{count}");
        }
        assert!(skill["note"].as_str().is_some_and(|note| !note.is_empty()));
        assert_eq!(skill["questions"], items(skill, "answers").len());
    }
}

#[test]
fn an_answer_has_exactly_the_promised_keys_in_each_of_its_states() {
    let report = home().json("2026-Q4");
    let mut answers = items(&report, "skills")
        .iter()
        .flat_map(|skill| items(skill, "answers"));
    assert!(answers.all(|answer| {
        assert_keys(
            answer,
            &[
                "id", "title", "ask", "kind", "state", "rating", "label", "evidence", "private",
                "reason", "note",
            ],
        );
        for words in ["title", "ask", "kind"] {
            assert!(
                answer[words].as_str().is_some_and(|said| !said.is_empty()),
                "{answer}"
            );
        }
        answer["private"].is_boolean()
    }));
    let answer = |report: &Value, id: &str| {
        let mut answer = self::answer(report, id).clone();
        let kept = answer.as_object_mut().expect("an object");
        for words in ["title", "ask", "kind"] {
            kept.remove(words);
        }
        answer
    };
    assert_eq!(
        answer(&report, "execution.friction"),
        json!({"id": "execution.friction", "state": "rated", "rating": 4, "label": "strong", "evidence": "Now.",
            "private": false, "reason": null, "note": null})
    );
    assert_eq!(
        answer(&report, "execution.pulled-in"),
        json!({"id": "execution.pulled-in", "state": "skipped", "rating": null, "label": null, "evidence": null,
            "private": false, "reason": null, "note": null})
    );
    assert_eq!(
        answer(&report, "team.magnet"),
        json!({"id": "team.magnet", "state": "not_applicable", "rating": null, "label": null, "evidence": null,
            "private": false, "reason": "other", "note": "We are remote."})
    );
    assert_eq!(
        answer(&report, "team.praised"),
        json!({"id": "team.praised", "state": "skipped", "rating": null, "label": null,
            "evidence": "Not rated yet.", "private": false, "reason": null, "note": null})
    );
}

#[test]
fn a_question_is_named_and_asked_as_the_rubric_has_it() {
    let report = home().json("2026-Q4");
    let friction = answer(&report, "execution.friction");
    assert_eq!(
        (&friction["title"], &friction["kind"]),
        (&json!("What slowed us"), &json!("trouble"))
    );
    assert!(
        friction["ask"]
            .as_str()
            .is_some_and(|ask| ask.ends_with('?'))
    );
    let hired = answer(&report, "team.hired");
    assert_eq!(
        (&hired["title"], &hired["kind"]),
        (&json!("Strong hire"), &json!("event"))
    );
}

#[test]
fn what_holds_a_skill_back_is_there_where_it_is_short_and_the_next_step_with_it() {
    let home = Home::new();
    home.assessed(
        "2026-Q4",
        "answers: {execution.friction: 2, execution.shipped: {rating: 3, evidence: a}, execution.pulled-in: 2, \
         taste.better: 5, taste.corners: {rating: 5, evidence: a}, team.hired: 1}\n",
    );
    let report = home.json("2026-Q4");
    let back = items(skill(&report, "execution"), "holding_back");
    for held in back {
        assert_keys(held, &["question", "title", "rating", "next"]);
        assert_eq!(held["rating"], 2);
        assert!(held["next"].as_str().is_some_and(|next| !next.is_empty()));
    }
    // Being pulled in is up to others, so it is named after what is not.
    let named: Vec<_> = back.iter().map(|held| &held["question"]).collect();
    assert_eq!(named, ["execution.friction", "execution.pulled-in"]);
    assert_eq!(back[0]["title"], "What slowed us");
    for id in ["taste", "team"] {
        assert_eq!(skill(&report, id)["holding_back"], json!([]), "{id}");
    }
    // A step on one of two questions would do: close, and filled all the same.
    home.assessed("2026-Q3", "answers: {taste.better: {rating: 2, evidence: a}, taste.corners: {rating: 2, evidence: a}}\n");
    let report = home.json("2026-Q3");
    let taste = skill(&report, "taste");
    assert_eq!(items(taste, "holding_back").len(), 2);
    assert!(
        taste["note"]
            .as_str()
            .is_some_and(|note| note.contains("close")),
        "{taste}"
    );
}

#[test]
fn focus_highlights_and_closing_have_exactly_the_promised_keys() {
    let home = Home::new();
    home.assessed(
        "2026-Q3",
        "answers: {execution.friction: 2}\nfocus: [{skill: clarity, action: Publish the list., by: 2026-10-01, \
         sign: fewer questions}]\n",
    );
    home.assessed(
        "2026-Q4",
        "answers:\n  execution.shipped: {rating: 4, evidence: The new ledger.}\n  \
         team.retained: {rating: 4, evidence: A name., private: true}\n\
         last_focus: [{skill: clarity, outcome: partly, note: Three of six.}]\n\
         focus: [{skill: team, action: Hire one., by: 2027-01-20, sign: somebody starts}, \
         {skill: taste, action: A secret., by: 2027-02-01, sign: A secret., private: true}]\n\
         highlights: [{question: execution.shipped}, {text: Sales signed.}]\nclosing: The ledger has one owner.\n",
    );
    let report = home.json("2026-Q4");
    assert_eq!(
        report["last_focus"],
        json!([{"skill": "clarity", "action": "Publish the list.", "outcome": "partly",
            "note": "Three of six.", "by": "2026-10-01", "sign": "fewer questions"}])
    );
    assert_eq!(
        report["focus"],
        json!([{"skill": "team", "action": "Hire one.", "by": "2027-01-20", "sign": "somebody starts"},
            {"skill": "taste", "action": null, "by": null, "sign": null}])
    );
    assert_eq!(
        report["highlights"],
        json!([{"question": "execution.shipped", "text": "The new ledger."},
            {"question": null, "text": "Sales signed."}])
    );
    assert_keys(&report["closing"], &["ask", "text"]);
    assert_eq!(report["closing"]["text"], "The ledger has one owner.");
    let earlier = home.json("2026-Q3");
    assert_eq!(
        (&earlier["closing"], &earlier["highlights"]),
        (&Value::Null, &json!([]))
    );
}

#[test]
fn a_private_answer_is_null_and_counted_as_withheld() {
    let home = home();
    let report = home.json("2026-Q4");
    // One of them has a rating and no text.
    assert_eq!(report["withheld"], 3);
    let hired = answer(&report, "team.hired");
    assert_eq!(
        (&hired["note"], &hired["private"]),
        (&Value::Null, &json!(true))
    );
    assert_eq!(hired["state"], "not_applicable");
    assert_eq!(hired["reason"], Value::Null);
    let retained = answer(&report, "team.retained");
    assert_eq!(retained["evidence"], Value::Null);
    assert_eq!(retained["state"], "rated");
    assert_eq!(
        (&retained["rating"], &retained["label"]),
        (&Value::Null, &Value::Null)
    );
    assert_eq!(retained["title"], "Keeping people");
    let report_text = report.to_string();
    assert!(!report_text.contains("A name") && !report_text.contains("Freeze"));
    for held in items(skill(&report, "team"), "holding_back") {
        assert_ne!(held["question"], "team.retained");
    }

    let report = home.json("2026-Q4 --include-private");
    assert_eq!(report["withheld"], 0);
    assert_eq!(answer(&report, "team.hired")["note"], "Freeze.");
    assert_eq!(answer(&report, "team.retained")["rating"], 3);
    assert_eq!(answer(&report, "team.retained")["evidence"], "A name.");
    assert_eq!(answer(&report, "team.retained")["private"], true);
}

#[test]
fn a_comparison_has_exactly_the_promised_keys() {
    let diff = home().diff("2026-Q3 2026-Q4");
    assert_keys(&diff, &["schema", "from", "to", "skills"]);
    assert_eq!(diff["schema"], 1);
    assert_eq!(
        (&diff["from"], &diff["to"]),
        (&json!("2026-Q3"), &json!("2026-Q4"))
    );
    assert_eq!(items(&diff, "skills").len(), 8);
    for skill in items(&diff, "skills") {
        assert_keys(
            skill,
            &[
                "id",
                "title",
                "cluster",
                "from",
                "to",
                "change",
                "supported",
                "evidenced",
                "compared",
                "dropped",
                "reading",
                "questions",
            ],
        );
        assert_keys(&skill["supported"], &["from", "to", "change"]);
        for dropped in items(skill, "dropped") {
            assert_keys(dropped, &["id", "reason"]);
        }
    }
    let execution = skill(&diff, "execution");
    assert_eq!(execution["title"], "Execution");
    assert_eq!(execution["cluster"], "core");
    assert_eq!(execution["from"], json!(2.5));
    assert_eq!(execution["to"], json!(4.0));
    assert_eq!(execution["change"], json!(1.5));
    assert_eq!(execution["compared"], 2);
    assert_eq!(execution["reading"], "clear");
    assert_eq!(execution["evidenced"], true);
    assert_eq!(
        execution["supported"],
        json!({"from": 3.0, "to": 4.0, "change": 1.0})
    );
    assert_eq!(
        execution["questions"],
        json!([
            {"id": "execution.friction", "from": 3, "to": 4, "new_evidence": true},
            {"id": "execution.shipped", "from": 2, "to": 4, "new_evidence": false},
        ])
    );
    let taste = skill(&diff, "taste");
    for figure in ["from", "to", "change"] {
        assert_eq!(taste[figure], Value::Null, "{figure}");
    }
    assert_eq!(taste["compared"], 0);
    assert_eq!(taste["reading"], "not-comparable");
}

#[test]
fn an_export_as_json_is_what_show_says() {
    let home = home();
    for arguments in [
        "2026-Q4",
        "2026-Q3 --role director",
        "--include-private --stage seed",
    ] {
        let shown = home.emkit(&format!("show --format json {arguments}")).ok();
        let exported = home
            .emkit(&format!("export --format json {arguments}"))
            .ok();
        assert_eq!(shown.out, exported.out, "{arguments}");
    }
}
