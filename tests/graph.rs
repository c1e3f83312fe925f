//! The citation graph: neighbourhoods and paths in the library, and what the command line writes of them.

#![expect(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::path::Path;
use std::process::{Command, Output, Stdio};

use qikan::library::{Answer, ArticleKey, Cited, Library, Neighbourhood, Paths, Question, Reach};
use qikan::record::Article;
use serde_json::{Value, json};

const HOSTILE: &str = "A \"b\" \\N <i>c</i> & ]]> \\\" -> ; } \u{202e}d";

/// A record with a number, citing others by their DOIs.
fn article(number: usize, cites: &[usize]) -> Article {
    let refs: Vec<Value> = cites
        .iter()
        .map(|cited| json!({"n": cited.to_string(), "raw": format!("Entry {cited}."), "parts": [{"doi": doi(*cited)}]}))
        .collect();
    let title = if number == 0 { HOSTILE.to_owned() } else { format!("Work {number}") };
    let value = json!({
        "title": {"en": title}, "lang": "en", "journal": {"title": {"en": "Annals"}}, "year": 2000 + number % 20, "volume": "1", "issue": "1",
        "authors": [{"name": {"en": format!("Writer{number} A")}}], "pages": {"raw": number.to_string(), "first": number.to_string()},
        "ids": {"doi": doi(number)}, "refs": refs
    });
    serde_json::from_value(value).unwrap()
}

fn doi(number: usize) -> String {
    format!("10.5555/graph.{number}")
}

fn library(cites: &[Vec<usize>]) -> Library {
    let mut library = Library::new();
    library.add_files(cites.iter().enumerate().map(|(number, cites)| article(number, cites))).unwrap();
    library
}

fn key(library: &Library, number: usize) -> ArticleKey {
    match library.answer(&Question::Find { id: doi(number) }) {
        Answer::Key(Some(key)) => key,
        other => panic!("{other:?}"),
    }
}

fn near(library: &Library, number: usize, reach: Reach) -> Neighbourhood {
    library.neighbourhood(key(library, number), reach, &|| false).unwrap().unwrap()
}

fn numbers(near: &Neighbourhood) -> Vec<String> {
    near.nodes.iter().map(|node| format!("{}@{}", node.card.pages.clone().unwrap(), node.away)).collect()
}

/// 0 cites 1, 2, 3; 4 and 5 cite 0; 6 is cited by 1 and 2; 7 by 3 alone; 8 cites 7.
fn small() -> Vec<Vec<usize>> {
    vec![vec![1, 2, 3], vec![6], vec![6], vec![7], vec![0], vec![0, 1], vec![], vec![], vec![7]]
}

#[test]
fn a_neighbourhood_has_what_is_cited_and_what_cites_and_what_ties_several_together() {
    let library = library(&small());
    let tied = near(&library, 0, Reach::Tied);
    assert_eq!((tied.cites, tied.cited_by, tied.cut), (3, 2, false));
    let mut nodes = numbers(&tied);
    nodes[1..].sort();
    assert_eq!(nodes, ["0@0", "1@1", "2@1", "3@1", "4@1", "5@1", "6@2"], "6 is cited by two of them; 7 by one alone");
    let name = |place: usize| tied.nodes[place].card.pages.clone().unwrap();
    let edges: BTreeSet<String> = tied.edges.iter().map(|edge| format!("{}>{}", name(edge.citing), name(edge.cited))).collect();
    assert_eq!(edges.into_iter().collect::<Vec<_>>(), ["0>1", "0>2", "0>3", "1>6", "2>6", "4>0", "5>0", "5>1"]);
    let mut within = numbers(&near(&library, 0, Reach::Within(2)));
    within.sort();
    assert_eq!(within, ["0@0", "1@1", "2@1", "3@1", "4@1", "5@1", "6@2", "7@2"]);
    assert_eq!(numbers(&near(&library, 0, Reach::Within(3))).len(), 9);
}

#[test]
fn works_that_are_not_held_tie_those_together_that_cite_them() {
    // 0 and 1 cite 90 and 91, which are not held; 2 cites 90; 3 nothing of it. 92 is cited by 0 alone.
    let library = library(&[vec![90, 91, 92, 4], vec![90, 91], vec![90], vec![93], vec![]]);
    let tied = near(&library, 0, Reach::Tied);
    assert_eq!((numbers(&tied), tied.cites), (vec!["0@0".to_owned(), "4@1".into(), "1@2".into(), "2@2".into()], 1));
    let works: Vec<(usize, &[usize])> = tied.works.iter().map(|work| (work.entry.n, work.citing.as_slice())).collect();
    assert_eq!(works, [(0, &[2_usize, 3][..]), (1, &[2])], "the most cited first; what nobody else cites is in the reference list");
    assert!(near(&library, 0, Reach::Within(2)).works.is_empty());
    assert!(near(&library, 3, Reach::Tied).works.is_empty());
}

#[test]
fn where_many_share_works_one_in_common_is_not_enough() {
    let mut cites = vec![vec![90, 91]];
    cites.extend((0..9).map(|_| vec![90]));
    cites.extend((0..3).map(|_| vec![90, 91]));
    let tied = near(&library(&cites), 0, Reach::Tied);
    assert_eq!(numbers(&tied), ["0@0", "10@2", "11@2", "12@2"]);
    assert_eq!(tied.works.iter().map(|work| work.citing.len()).collect::<Vec<_>>(), [3, 3]);
}

#[test]
fn of_a_record_that_very_many_cite_only_some_are_taken_up_and_all_are_counted() {
    let mut cites = vec![vec![]];
    cites.extend((1..=450).map(|_| vec![0]));
    let library = library(&cites);
    let tied = near(&library, 0, Reach::Tied);
    assert_eq!((tied.nodes.len(), tied.cited_by, tied.cut), (401, 450, true));
    let nodes = numbers(&tied);
    assert!(nodes.contains(&"450@1".to_owned()) && !nodes.contains(&"1@1".to_owned()), "those that came in last are taken up");
}

#[test]
fn nothing_is_told_when_nobody_waits() {
    let library = library(&small());
    let (zero, seven) = (key(&library, 0), key(&library, 7));
    assert!(library.neighbourhood(zero, Reach::Tied, &|| true).unwrap().is_none());
    assert!(library.paths(zero, seven, 1, &|| true).unwrap().is_none());
}

fn found(library: &Library, from: usize, to: usize, most: usize) -> (Vec<Vec<usize>>, u64) {
    let place = |step: &qikan::library::PathStep| step.card.pages.as_deref().unwrap().parse().unwrap();
    match library.paths(key(library, from), key(library, to), most, &|| false).unwrap().unwrap() {
        Paths::Found { paths, of } => (paths.iter().map(|path| path.iter().map(place).collect()).collect(), of),
        Paths::Apart => (Vec::new(), 0),
        other @ Paths::NotWithin { .. } => panic!("{other:?}"),
    }
}

#[test]
fn a_path_says_who_cites_whom_at_every_step() {
    let library = library(&small());
    let Paths::Found { paths, of } = library.paths(key(&library, 4), key(&library, 8), 9, &|| false).unwrap().unwrap() else { panic!() };
    let told: Vec<(String, Option<Cited>)> = paths[0].iter().map(|step| (step.card.pages.clone().unwrap(), step.cited)).collect();
    let (cites, cited) = (Some(Cited::ByOneBefore), Some(Cited::CitesOneBefore));
    let step = |number: &str, cited| (number.to_owned(), cited);
    assert_eq!(told, [step("4", None), step("0", cites), step("3", cites), step("7", cites), step("8", cited)]);
    assert_eq!(of, 1);
    assert_eq!(found(&library, 0, 6, 9), (vec![vec![0, 1, 6], vec![0, 2, 6]], 2), "both of two equally short ones");
    assert_eq!(found(&library, 0, 0, 9), (vec![vec![0]], 1));
    // Two that cite each other.
    let library = self::library(&[vec![1], vec![0, 2], vec![]]);
    let Paths::Found { paths, .. } = library.paths(key(&library, 0), key(&library, 2), 9, &|| false).unwrap().unwrap() else { panic!() };
    assert_eq!(paths[0].iter().map(|step| step.cited).collect::<Vec<_>>(), [None, Some(Cited::Both), cites]);
}

/// What a plain search in breadth from one end finds: how long the shortest paths are, and how many there are.
fn plainly(neighbours: &[BTreeSet<usize>], from: usize, to: usize) -> Option<(usize, u64)> {
    let mut known = BTreeMap::from([(from, (0_usize, 1_u64))]);
    let mut left = VecDeque::from([from]);
    while let Some(here) = left.pop_front() {
        let (steps, ways) = known[&here];
        for next in &neighbours[here] {
            let entry = known.entry(*next).or_insert_with(|| {
                left.push_back(*next);
                (steps + 1, 0)
            });
            if entry.0 == steps + 1 {
                entry.1 += ways;
            }
        }
    }
    known.get(&to).copied()
}

#[test]
fn paths_are_as_short_and_as_many_as_a_plain_search_finds() {
    // A linear congruence is chance enough, and the same in every run.
    let mut state = 7_usize;
    let mut chance = |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    let many = 40;
    let cites: Vec<Vec<usize>> = (0..many)
        .map(|own| (0..chance(3)).map(|_| chance(many)).filter(|cited| *cited != own).collect::<BTreeSet<_>>().into_iter().collect())
        .collect();
    let mut neighbours = vec![BTreeSet::new(); many];
    for (citing, cited) in cites.iter().enumerate().flat_map(|(citing, all)| all.iter().map(move |cited| (citing, *cited))) {
        neighbours[citing].insert(cited);
        neighbours[cited].insert(citing);
    }
    let library = library(&cites);
    let mut longest = 0;
    for (from, to) in (0..many).flat_map(|from| (0..many).step_by(3).map(move |to| (from, to))) {
        let (paths, of) = found(&library, from, to, 5);
        let Some((steps, ways)) = plainly(&neighbours, from, to) else {
            assert!(paths.is_empty(), "{from} to {to}");
            continue;
        };
        longest = longest.max(steps);
        assert_eq!(of, ways, "{from} to {to}");
        assert_eq!(paths.len() as u64, ways.min(5), "{from} to {to}");
        assert_eq!(paths.iter().collect::<BTreeSet<_>>().len(), paths.len(), "no path twice");
        for path in &paths {
            assert_eq!((path.len() - 1, path[0], path[steps]), (steps, from, to));
            assert!(path.windows(2).all(|two| neighbours[two[0]].contains(&two[1])), "{path:?}");
        }
    }
    assert!(longest >= 5, "the chance was not kind: {longest}");
}

#[test]
fn what_hangs_together_with_nothing_is_apart() {
    let library = library(&[vec![1], vec![], vec![3], vec![]]);
    assert_eq!(found(&library, 0, 3, 1), (vec![], 0));
}

/// A home with a library of the small graph.
fn home() -> tempfile::TempDir {
    let home = tempfile::tempdir().unwrap();
    let lines: Vec<String> = small()
        .iter()
        .enumerate()
        .map(|(number, cites)| {
            let mut record = serde_json::to_value(article(number, cites)).unwrap();
            if number == 0 {
                let refs = record["refs"].as_array_mut().unwrap();
                refs.push(json!({"n": "4", "raw": "Lynch K. The image of the city. 1960.", "parts": [{"authors": [{"family": {"en": "Lynch"}}], "title": "The image of the city", "year": 1960}]}));
                refs.push(json!({"n": "5", "raw": "Elsewhere <&\">.", "parts": [{"doi": "10.5555/not.here"}]}));
            }
            record.to_string()
        })
        .collect();
    std::fs::write(home.path().join("small.jsonl"), lines.join("\n")).unwrap();
    let imported = run(home.path(), &["import", "-q", &home.path().join("small.jsonl").display().to_string()]);
    assert!(imported.status.success(), "{imported:?}");
    home
}

fn run(home: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_qikan"));
    command.args(arguments).env_clear().env("HOME", home).env("PATH", "/usr/bin:/bin").stdin(Stdio::null());
    command.output().unwrap()
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn objects(output: &Output) -> Vec<Value> {
    out(output).lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

const ZERO: &str = "doi:10.5555/graph.0";

#[test]
fn a_reference_list_says_of_every_entry_where_it_leads() {
    let home = home();
    let listed = run(home.path(), &["refs", ZERO]);
    let lines: Vec<String> = out(&listed).lines().map(str::to_owned).collect();
    assert_eq!(lines[0], "1\theld\tdoi:10.5555/graph.1\tdoi\tEntry 1.");
    assert_eq!(lines[3], "4\tunknown\t\t\tLynch K. The image of the city. 1960.");
    assert_eq!(lines[4], "5\telsewhere\thttps://doi.org/10.5555/not.here\t\tElsewhere <&\">.");
    let told = objects(&run(home.path(), &["refs", "10.5555/graph.0", "--json"]));
    assert_eq!(told.len(), 5);
    assert_eq!((&told[0]["of"], &told[0]["link"], &told[0]["how"]), (&json!(ZERO), &json!("doi:10.5555/graph.1"), &json!("doi")));
    assert_eq!((&told[3]["state"], &told[3]["parts"][0]["year"]), (&json!("unknown"), &json!(1960)));
    assert_eq!((&told[4]["state"], &told[4]["url"]), (&json!("elsewhere"), &json!("https://doi.org/10.5555/not.here")));
    assert_eq!(run(home.path(), &["refs", "doi:10.5555/graph.7"]).status.code(), Some(1), "no references");
    assert_eq!(run(home.path(), &["refs", "doi:10.5555/nobody"]).status.code(), Some(1), "no such record");
    let file = home.path().join("small.jsonl").display().to_string();
    assert_eq!(out(&run(home.path(), &["refs", &file])).lines().count(), 12, "of all records of a file");
}

#[test]
fn those_that_cite_a_record_are_listed_newest_first() {
    let home = home();
    let listed = out(&run(home.path(), &["cited-by", ZERO]));
    let ids: Vec<&str> = listed.lines().map(|line| line.split('\t').next().unwrap()).collect();
    assert_eq!(ids, ["doi:10.5555/graph.5", "doi:10.5555/graph.4"]);
    let told = objects(&run(home.path(), &["cited-by", ZERO, "--json"]));
    assert_eq!(told[0]["title"]["en"], "Work 5");
    assert_eq!(run(home.path(), &["cited-by", "doi:10.5555/graph.8"]).status.code(), Some(1));
}

#[test]
fn a_path_is_printed_step_by_step() {
    let home = home();
    let (from, to) = ("doi:10.5555/graph.0", "doi:10.5555/graph.6");
    let one = run(home.path(), &["path", from, to]);
    let steps: Vec<String> = out(&one).lines().map(|line| line.split('\t').take(2).collect::<Vec<_>>().join(" ")).collect();
    assert_eq!(steps, ["from doi:10.5555/graph.0", "cites doi:10.5555/graph.1", "cites doi:10.5555/graph.6"]);
    assert_eq!(String::from_utf8(one.stderr).unwrap(), "2 paths are equally short; --all 2 prints more of them\n");
    let told = objects(&run(home.path(), &["path", from, to, "--all", "5", "--json"]));
    assert_eq!(told.len(), 2);
    assert_eq!((&told[1]["steps"], &told[1]["of"], &told[1]["path"][1]["id"]), (&json!(2), &json!(2), &json!("doi:10.5555/graph.2")));
    assert_eq!((&told[1]["path"][0]["relation"], &told[1]["path"][2]["relation"]), (&json!(null), &json!("cites")));
    let (nodes, edges) = graphml(&out(&run(home.path(), &["path", from, to, "--all", "5", "--graphml"])));
    assert_eq!((nodes.len(), edges.len()), (4, 4));
    assert_eq!(run(home.path(), &["path", from, "doi:10.5555/nobody"]).status.code(), Some(1));
    assert_eq!(run(home.path(), &["path", from, to, "--dot", "--json"]).status.code(), Some(2));
}

/// Reads GraphML: the titles by the names of nodes, and the edges. Every edge leads from one node to another.
fn graphml(text: &str) -> (BTreeMap<String, String>, Vec<(String, String)>) {
    use quick_xml::events::Event;
    let mut reader = quick_xml::Reader::from_str(text);
    reader.config_mut().check_end_names = true;
    let (mut nodes, mut edges) = (BTreeMap::new(), Vec::new());
    let (mut node, mut key, mut words) = (String::new(), String::new(), String::new());
    loop {
        match reader.read_event().unwrap() {
            Event::Start(tag) => {
                let value = |name: &str| {
                    let found = tag.attributes().map(Result::unwrap).find(|attribute| attribute.key.as_ref() == name);
                    found.unwrap_or_else(|| panic!("no {name}")).value.to_string()
                };
                match tag.name().as_ref() {
                    "node" => node = value("id"),
                    "edge" => edges.push((value("source"), value("target"))),
                    "data" => (key, words) = (value("key"), String::new()),
                    _ => {}
                }
            }
            Event::Text(text) => words.push_str(&text),
            Event::GeneralRef(name) => words.push(match name.as_ref() {
                "amp" => '&',
                "lt" => '<',
                "gt" => '>',
                "quot" => '"',
                "#39" => '\'',
                other => panic!("{other:?}"),
            }),
            Event::End(tag) if tag.name().as_ref() == "data" && key == "title" => {
                nodes.insert(node.clone(), words.clone());
            }
            Event::Eof => break,
            _ => {}
        }
    }
    assert!(edges.iter().all(|(one, other)| nodes.contains_key(one) && nodes.contains_key(other)), "{edges:?}");
    (nodes, edges)
}

#[test]
fn graphml_says_every_title_as_it_is_and_every_edge_has_its_nodes() {
    let home = home();
    let (nodes, edges) = graphml(&out(&run(home.path(), &["graph", ZERO, "--graphml"])));
    assert_eq!((nodes.len(), edges.len()), (6, 6));
    let title = qikan::text::clean_line(&qikan::text::plain(HOSTILE)).into_owned();
    assert!(title.contains("]]>") && nodes.values().any(|known| *known == title), "{nodes:?}");
    let (nodes, edges) = graphml(&out(&run(home.path(), &["graph", "--all", "--graphml"])));
    assert_eq!((nodes.len(), edges.len()), (9, 10));
    let (nodes, _) = graphml(&out(&run(home.path(), &["refs", ZERO, "--graphml"])));
    assert_eq!(nodes.len(), 6, "what is not held is drawn as well");
    assert!(nodes.values().any(|known| known == "Elsewhere <&\">."));
}

#[test]
fn json_of_a_graph_is_an_object_a_node_and_an_edge() {
    let home = home();
    let told = objects(&run(home.path(), &["graph", ZERO, "--depth", "2", "--json"]));
    let nodes: Vec<&Value> = told.iter().filter_map(|object| object.get("node")).collect();
    let edges: Vec<&Value> = told.iter().filter_map(|object| object.get("edge")).collect();
    assert_eq!((nodes.len(), nodes[0]["id"].as_str(), nodes[0]["away"].as_u64()), (8, Some(ZERO), Some(0)));
    assert!(edges.contains(&&json!({"citing": "doi:10.5555/graph.3", "cited": "doi:10.5555/graph.7", "how": "doi"})));
    assert_eq!(objects(&run(home.path(), &["graph", "--all", "--json"])).len(), 19);
    assert_eq!(run(home.path(), &["graph", ZERO]).status.code(), Some(2), "a form has to be named");
}

/// Takes a statement of DOT apart into words, strings and signs.
fn dot_words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut rest = line.chars().peekable();
    while let Some(c) = rest.next() {
        let mut word = c.to_string();
        if c == '"' {
            loop {
                match rest.next().unwrap_or_else(|| panic!("a string without an end: {line}")) {
                    '"' => break,
                    '\\' => word.push(rest.next().unwrap()),
                    other => word.push(other),
                }
            }
        } else if c.is_whitespace() {
            continue;
        }
        words.push(word);
    }
    words
}

#[test]
fn strings_of_dot_end_where_they_are_meant_to() {
    let home = home();
    for arguments in [&["graph", ZERO, "--dot"][..], &["graph", "--all", "--dot"], &["refs", ZERO, "--dot"]] {
        let drawn = out(&run(home.path(), arguments));
        assert!(drawn.starts_with("digraph citations {\n") && drawn.ends_with("\n}\n"), "{drawn}");
        for line in drawn.lines().filter(|line| line.contains('"')) {
            let signs: String = dot_words(line).into_iter().filter(|word| !word.starts_with('"')).collect();
            assert!(["->;", "[label=,id=,tooltip=];", "[label=,tooltip=,style=dashed];"].contains(&signs.as_str()), "{line}: {signs}");
        }
    }
}
