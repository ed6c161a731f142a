//! Who imports whom, read from the source: no circles, and one direction between the rooms.

use std::collections::{BTreeMap, BTreeSet};

use super::walls::{expand, sources};

/// The rooms of the source. Each imports only from rooms further down.
const ROOMS: [&str; 19] = [
    "main",
    "panic_report",
    "commands",
    "prompt",
    "context",
    "cli",
    "ui",
    "store",
    "render",
    "report",
    "page",
    "format",
    "error",
    "line_break",
    "escape",
    "process",
    "domain",
    "lib",
    "emkit-yaml",
];

/// A module by its path, such as `["store", "save"]`. The root has none.
type Module = Vec<String>;

/// Every module with its text.
struct Tree(BTreeMap<Module, String>);

impl Tree {
    fn of_source() -> Self {
        let files = sources().into_iter().map(|source| {
            let path = source.name.trim_end_matches(".rs").trim_end_matches("/mod");
            let module = path.split('/').map(str::to_owned).collect();
            (module, source.text)
        });
        Self(files.collect())
    }

    /// What a module's names stand for that it takes from modules below it, as `pub use save::Saver` does.
    fn reexports(&self) -> BTreeMap<Module, Module> {
        let mut found = BTreeMap::new();
        for (module, text) in &self.0 {
            for import in text.lines().filter(|line| line.starts_with("pub use ")) {
                let start = text.find(import).expect("it is a line of the text");
                let tree = text[start..].trim_start_matches("pub use ");
                for path in imports(tree.split(';').next().unwrap_or_default()) {
                    let name = path.last().expect("a name").clone();
                    found.insert(joined(module, &[name]), joined(module, &path));
                }
            }
        }
        found
    }

    /// What each module imports of others, by the nearest folder around both: which of its children
    /// imports which. A folder's own file and what is in it are one.
    fn edges(&self) -> BTreeMap<Module, BTreeMap<String, BTreeSet<String>>> {
        let reexports = self.reexports();
        let mut edges: BTreeMap<_, BTreeMap<_, BTreeSet<_>>> = BTreeMap::new();
        for (module, text) in &self.0 {
            for path in self.paths(module, text) {
                let target = self.target(path, &reexports);
                let pairs = module.iter().zip(&target);
                let shared = pairs.take_while(|(one, other)| one == other).count();
                if let (Some(from), Some(to)) = (module.get(shared), target.get(shared)) {
                    let inside = edges.entry(module[..shared].to_vec()).or_default();
                    inside.entry(from.clone()).or_default().insert(to.clone());
                }
            }
        }
        edges
    }

    /// Every path into this tree that a text imports or spells in place, from the root.
    fn paths(&self, module: &Module, text: &str) -> Vec<Module> {
        let mut found = Vec::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once("use ") {
            let (tree, after) = after.split_once(';').unwrap_or((after, ""));
            let is_import = before.is_empty() || before.ends_with(['\n', ' ']);
            found.extend(is_import.then(|| imports(tree)).into_iter().flatten());
            rest = after;
        }
        let spelled = text.split(|character: char| {
            !(character.is_alphanumeric() || character == '_' || character == ':')
        });
        found.extend(spelled.filter(|word| word.contains("::")).map(parts));
        let found = found
            .into_iter()
            .filter_map(|path| self.rooted(module, path));
        found.collect()
    }

    fn rooted(&self, module: &Module, path: Module) -> Option<Module> {
        let ups = path.iter().take_while(|part| *part == "super").count();
        match path.first()?.as_str() {
            "crate" | "emkit" => Some(path[1..].to_vec()),
            "self" => Some(joined(module, &path[1..])),
            "super" => {
                let above = module.len().checked_sub(ups)?;
                Some(joined(&module[..above], &path[ups..]))
            }
            first => {
                let below = joined(module, &[first.to_owned()]);
                self.0.contains_key(&below).then(|| joined(module, &path))
            }
        }
    }

    /// The module that a path leads to.
    fn target(&self, mut path: Module, reexports: &BTreeMap<Module, Module>) -> Module {
        // A name may be passed on from one module to the one above it, and on.
        for _ in 0..4 {
            let known = (1..=path.len()).rev().find(|&length| {
                let start = &path[..length];
                self.0.contains_key(start) || reexports.contains_key(start)
            });
            let Some(length) = known else { break };
            match reexports.get(&path[..length]) {
                Some(real) if !self.0.contains_key(&path[..length]) => {
                    path = joined(real, &path[length..]);
                }
                _ => return path[..length].to_vec(),
            }
        }
        Vec::new()
    }

    /// Modules of one folder that import each other, whether straight or through others.
    fn circles(&self) -> Vec<String> {
        let mut found = Vec::new();
        for (folder, edges) in self.edges() {
            for start in edges.keys() {
                let mut reached = BTreeSet::new();
                let mut open: Vec<&String> = edges[start].iter().collect();
                while let Some(next) = open.pop() {
                    if reached.insert(next) {
                        open.extend(edges.get(next).into_iter().flatten());
                    }
                }
                if reached.contains(start) {
                    found.push(joined(&folder, std::slice::from_ref(start)).join("/"));
                }
            }
        }
        found
    }
}

fn imports(tree: &str) -> Vec<Module> {
    let tree = tree.replace(" as ", "@");
    let tree: String = tree.split_whitespace().collect();
    let mut found = Vec::new();
    expand("", &tree, &mut found);
    let found = found.iter().filter(|path| !path.is_empty());
    found
        .map(|path| parts(path.split('@').next().unwrap_or_default()))
        .collect()
}

fn parts(path: &str) -> Module {
    path.split("::").map(str::to_owned).collect()
}

fn joined(start: &[String], rest: &[String]) -> Module {
    [start, rest].concat()
}

#[test]
fn no_file_and_no_room_imports_in_a_circle() {
    assert_eq!(Tree::of_source().circles(), Vec::<String>::new());
}

#[test]
fn each_room_imports_only_from_rooms_further_down() {
    let edges = Tree::of_source().edges();
    let place = |room: &str| {
        let place = ROOMS.iter().position(|known| *known == room);
        place.unwrap_or_else(|| panic!("`{room}` has no place in ROOMS"))
    };
    let mut climbing = Vec::new();
    for (from, all) in &edges[&Vec::new()] {
        let up = all.iter().filter(|to| place(to) < place(from));
        climbing.extend(up.map(|to| format!("{from} imports {to}")));
    }
    assert_eq!(climbing, Vec::<String>::new());
}

#[test]
fn a_circle_is_found_however_it_is_imported() {
    let tree = |files: &[(&str, &str)]| {
        let files = files.iter().map(|(name, text)| {
            let module = name.split('/').map(str::to_owned).collect();
            (module, (*text).to_owned())
        });
        Tree(files.collect())
    };
    let straight = tree(&[
        ("room/one", "use super::two::Two;\n"),
        ("room/two", "fn two() { crate::room::one::one() }\n"),
    ]);
    assert_eq!(straight.circles(), ["room/one", "room/two"]);
    let passed_on = tree(&[
        ("room", "mod one;\nmod two;\npub use one::One;\n"),
        ("room/one", "use super::two::{self, Two};\n"),
        ("room/two", "use super::One;\n"),
    ]);
    assert_eq!(passed_on.circles(), ["room/one", "room/two"]);
    let through_a_third = tree(&[
        ("one", "use crate::two::below::Below;\n"),
        ("two", ""),
        ("two/below", "use crate::{three, one_more::X};\n"),
        ("three", "use crate::one;\n"),
    ]);
    assert_eq!(through_a_third.circles(), ["one", "three", "two"]);
    let none = tree(&[
        ("room", "mod one;\nuse self::one::One;\n"),
        ("room/one", "use super::Room;\nuse crate::other;\n"),
        ("other", "use std::fs;\n"),
    ]);
    assert_eq!(none.circles(), Vec::<String>::new());
}
