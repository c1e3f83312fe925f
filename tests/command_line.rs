//! The command line as a person and a script meet it: the real program, a folder of its own, no terminal.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;

/// A home of its own: nothing of the person who runs the tests is read or written.
struct Home {
    folder: tempfile::TempDir,
}

impl Home {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_qikan"));
        command.args(arguments).env_clear().env("HOME", self.folder.path()).env("PATH", "/usr/bin:/bin").stdin(Stdio::null());
        command
    }

    fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }

    fn fed(&self, arguments: &[&str], input: &[u8]) -> Output {
        let mut child = self.command(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        // Who complains about the command line need not read what is fed to it.
        let _ = child.stdin.take().unwrap().write_all(input);
        child.wait_with_output().unwrap()
    }
}

fn fixture(name: &str) -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name).display().to_string()
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

fn objects(output: &Output) -> Vec<Value> {
    out(output).lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn a_file_is_not_converted_over_itself() {
    let here = Home::new();
    let file = here.path("a.jsonl");
    let record = "{\"title\":\"A\"}\n";
    fs::write(&file, record).unwrap();
    let name = file.to_str().unwrap();
    let output = here.run(&["convert", name, &format!("{}/./a.jsonl", file.parent().unwrap().display())]);
    assert_eq!(output.status.code(), Some(2));
    assert!(err(&output).contains("over itself"), "{}", err(&output));
    assert_eq!(fs::read_to_string(&file).unwrap(), record);
}

#[test]
fn a_page_is_shown_as_its_record() {
    let home = Home::new();
    let shown = home.run(&["show", "--json", &fixture("page.txt")]);
    assert_eq!(shown.status.code(), Some(0), "{}", err(&shown));
    let records = objects(&shown);
    assert_eq!(records.len(), 1);
    let record = &records[0];
    assert_eq!(record["journal"]["title"]["en"], "Journal of Invented Studies (Social Sciences Edition)");
    assert_eq!(record["year"], 2024);
    assert_eq!(record["volume"], "60");
    assert_eq!(record["issue"], "3");
    assert_eq!(record["pages"]["first"], "46");
    assert_eq!(record["ids"]["doi"], "10.5555/j.issn.0000-0000.2024.03.005");
    assert_eq!(record["refs"].as_array().unwrap().len(), 3);
    assert_eq!(record["related"].as_array().unwrap().len(), 1);
    assert_eq!(record["authors"][1]["aff"][0], 1);
}

#[test]
fn a_page_is_shown_as_plain_text_where_there_is_no_terminal() {
    let home = Home::new();
    for arguments in [vec!["show", &fixture("page.txt")], vec![&fixture("page.txt") as &str]] {
        let shown = home.run(&arguments);
        assert_eq!(shown.status.code(), Some(0), "{}", err(&shown));
        let text = out(&shown);
        assert!(text.contains("Reading in a Terminal"), "{text}");
        assert!(!text.contains('\u{1b}'), "no escape reaches a pipe");
    }
}

#[test]
fn reference_strings_become_one_object_a_line_in_order() {
    let home = Home::new();
    let input = "张成岗.新技术演进中的多重逻辑悖逆[J].探索与争鸣,2018(5):17-21.\n\nnot a reference at all\n李灿强.美国智慧城市政策述评[J].电子政务,2016(7):101-112.";
    let converted = home.fed(&["convert", "--from", "references", "--to", "jsonl", "-"], input.as_bytes());
    assert_eq!(converted.status.code(), Some(0), "{}", err(&converted));
    let objects = objects(&converted);
    assert_eq!(objects.len(), 4);
    let raw: Vec<&str> = objects.iter().map(|object| object["raw"].as_str().unwrap()).collect();
    assert_eq!(raw, input.split('\n').collect::<Vec<_>>());
    assert_eq!(objects[3]["parts"][0]["host"]["title"], "电子政务");
    assert_eq!(objects[3]["parts"][0]["pages"], "101-112");
}

const ITEM: &str = r#"[{"type":"article-journal","language":"en","title":"A mathematical theory of communication","author":[{"family":"Shannon","given":"Claude Elwood"}],"container-title":"Bell System Technical Journal","issued":{"date-parts":[[1948]]},"volume":"27","issue":"3","page":"379-423"}]"#;

#[test]
fn a_record_is_cited_in_any_style_and_each_piece_is_explained() {
    let home = Home::new();
    let cite = |more: &[&str]| home.fed(&[&["cite", "-"], more].concat(), ITEM.as_bytes());
    let line = "SHANNON C E. A mathematical theory of communication[J]. Bell System Technical Journal, 1948, 27(3): 379-423.";
    assert_eq!(out(&cite(&[])).trim(), line, "{}", err(&cite(&[])));
    assert!(out(&cite(&["--style", "apa"])).starts_with("Shannon, C. E. (1948). A mathematical theory of communication."));
    let explained = out(&cite(&["--explain"]));
    assert_eq!(explained.lines().next(), Some(line));
    let issue = explained.lines().find(|line| line.starts_with("\t(3)\t")).unwrap();
    assert!(issue.contains("\tGB/T 7714—2015, 8.8.2\t"), "{issue}");
    let object = &objects(&cite(&["--json", "--style", "gbt7714-2025-author-date"]))[0];
    assert_eq!(
        object["text"],
        "Shannon C E，1948. A mathematical theory of communication[J]. Bell System Technical Journal，27（3）：379-423."
    );
    let joined: String = object["pieces"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|piece| [piece["sign"].as_str().unwrap(), piece["text"].as_str().unwrap()])
        .collect();
    assert_eq!(object["text"], joined.as_str());
    let twice = format!("{},{}", ITEM.trim_end_matches(']'), ITEM.trim_start_matches('['));
    let marked = |format: &str| out(&home.fed(&["cite", "-", "--style", "apa", "--format", format], twice.as_bytes()));
    let markdown = marked("markdown");
    let blank: Vec<bool> = markdown.lines().map(str::is_empty).collect();
    assert_eq!(blank, [false, true, false], "{markdown}");
    assert!(markdown.contains("*Bell System Technical Journal*, *27*(3)"), "{markdown}");
    let html = marked("html");
    assert_eq!(html.matches("<p class=\"csl-entry\">Shannon").count(), 2, "{html}");
    assert_eq!(marked("text"), out(&home.fed(&["cite", "-", "--style", "apa"], twice.as_bytes())));
    let unknown = cite(&["--format", "htm"]);
    assert!(unknown.status.code() == Some(2) && err(&unknown).contains("'html'"), "{}", err(&unknown));
    let listed = out(&home.run(&["cite", "--list"]));
    assert!(listed.starts_with("gbt7714-2015-numeric\t") && listed.contains("\nieee\t") && listed.contains("\nnature\t"), "{listed}");
}

#[test]
fn the_style_of_references_is_a_setting_or_a_file() {
    use std::os::unix::fs::PermissionsExt;
    let home = Home::new();
    let cite = |style: &str| home.fed(&["cite", "-", "--style", style], ITEM.as_bytes());
    fs::create_dir_all(home.path(".config/qikan")).unwrap();
    let config = home.path(".config/qikan/config.toml");
    fs::write(&config, "citation_style = \"ieee\"\n").unwrap();
    fs::set_permissions(&config, fs::Permissions::from_mode(0o600)).unwrap();
    assert!(out(&home.fed(&["cite", "-"], ITEM.as_bytes())).starts_with("C. E. Shannon, “"));
    let wrong = cite("iee");
    assert_eq!((wrong.status.code(), err(&wrong).contains("Did you mean \"ieee\"?")), (Some(2), true), "{}", err(&wrong));
    let file = home.path("mine.csl");
    fs::write(&file, "<style/>").unwrap();
    let bad = cite(file.to_str().unwrap());
    assert_eq!((bad.status.code(), err(&bad).contains("this style cannot be used")), (Some(3), true), "{}", err(&bad));
    let layout = r#"<layout><text variable="title"/></layout>"#;
    let style = format!(
        r#"<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0" class="in-text"><info><title>Mine</title><id>mine</id><updated>2024-01-01T00:00:00+00:00</updated></info><citation>{layout}</citation><bibliography>{layout}</bibliography></style>"#
    );
    fs::write(&file, style).unwrap();
    assert_eq!(out(&cite(file.to_str().unwrap())).trim(), "A mathematical theory of communication");
}

#[test]
fn importing_twice_is_importing_once() {
    let home = Home::new();
    let first = home.run(&["import", "--", &fixture("page.txt")]);
    assert_eq!(first.status.code(), Some(0), "{}", err(&first));
    let listed = out(&home.run(&["list"]));
    assert_eq!(listed.lines().count(), 1, "{listed}");
    assert!(listed.contains("Reading in a Terminal"), "{listed}");
    let again = home.run(&["import", "--json", "--", &fixture("page.txt")]);
    let report: Value = serde_json::from_str(out(&again).trim()).unwrap();
    assert_eq!(report["new"], 0, "{report}");
    assert_eq!(out(&home.run(&["list"])), listed);
    let id = listed.split('\t').next().unwrap().to_owned();
    let shown = home.run(&["show", "--json", &id]);
    assert_eq!(objects(&shown)[0]["id"], id.as_str());
}

#[test]
fn the_library_is_readable_by_its_owner_only() {
    use std::os::unix::fs::PermissionsExt;
    let home = Home::new();
    home.run(&["import", "--", &fixture("page.txt")]);
    let folder = home.path(".local/share/qikan");
    assert_eq!(fs::metadata(&folder).unwrap().permissions().mode() & 0o777, 0o700);
    for file in fs::read_dir(&folder).unwrap() {
        let file = file.unwrap();
        assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o600, "{}", file.path().display());
    }
}

#[test]
fn a_bad_line_stops_nothing_and_is_reported_with_its_number() {
    let home = Home::new();
    let lines =
        "{\"v\":1,\"title\":{\"en\":\"One\"},\"year\":2020}\n{\"v\":1,\"title\":\n{\"v\":1,\"title\":{\"en\":\"Three\"},\"year\":2021}\n";
    let imported = home.fed(&["import", "-"], lines.as_bytes());
    assert_eq!(imported.status.code(), Some(0), "{}", err(&imported));
    assert!(err(&imported).contains("line 2"), "{}", err(&imported));
    assert_eq!(out(&home.run(&["list"])).lines().count(), 2);
}

#[test]
fn what_is_so_of_every_line_is_said_of_the_first_few() {
    let home = Home::new();
    let strange: Vec<String> = (0..30).map(|n| format!(r#"{{"title": "Number {n}", "year": {}}}"#, 1990 + n)).collect();
    let broken = vec!["no record".to_owned(); 25];
    let input = [strange, broken].concat().join("\n");
    for arguments in [["import", "--from", "jsonl", "-"], ["convert", "--from", "jsonl", "-"]] {
        let read = home.fed(&arguments, input.as_bytes());
        let said = err(&read);
        let titles: Vec<&str> = said.lines().filter(|line| line.contains("line ") && line.contains("title")).collect();
        assert_eq!(titles.len(), 3, "{said}");
        assert!(titles[2].contains("line 3:"), "{said}");
        assert!(said.contains("27 more of \"title: "), "{said}");
        assert!(said.contains("line 50:") && !said.contains("line 51:"), "{said}");
        assert!(said.contains("5 more of "), "{said}");
        assert!(said.contains("qikan doctor"), "{said}");
    }
}

#[test]
fn what_acts_on_a_terminal_is_never_printed() {
    let home = Home::new();
    let line = "{\"v\":1,\"title\":{\"en\":\"Bad \\u001b]0;x\\u0007 \\u009b31m \\u202e title\"},\"year\":2020}\n";
    assert_eq!(home.fed(&["import", "-"], line.as_bytes()).status.code(), Some(0));
    for arguments in [&["list"][..], &["list", "--json"], &["export"], &["export", "--format", "csl-json"]] {
        let printed = out(&home.run(arguments));
        assert!(printed.contains("title"), "{arguments:?}: {printed}");
        let acting = |c: char| (c.is_control() && c != '\n' && c != '\t') || c == '\u{202e}';
        assert!(!printed.chars().any(acting), "{arguments:?}: {printed:?}");
    }
}

/// A style that prints a DOI and nothing else.
const DOI_ALONE: &str = r#"<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0" class="in-text">
<info><title>Only a DOI</title><id>http://example.org/doi</id><updated>2024-01-01T00:00:00Z</updated></info>
<citation><layout><text variable="DOI"/></layout></citation>
<bibliography><layout><text variable="DOI"/></layout></bibliography></style>"#;

#[test]
fn a_record_of_which_a_style_prints_nothing_is_told() {
    let home = Home::new();
    let speech = r#"[{"id":"a","type":"speech","title":"Opening lecture","author":[{"family":"Roe","given":"R."}]}]"#;
    let told = home.fed(&["cite", "-", "--from", "csl-json", "--style", "chicago-notes"], speech.as_bytes());
    assert_eq!((told.status.code(), out(&told).as_str()), (Some(0), "Roe, R. “Opening Lecture.” Speech. n.d.\n"));
    // Nothing is known of it at all.
    let style = home.path("doi.csl");
    std::fs::write(&style, DOI_ALONE).unwrap();
    let told = home.fed(&["cite", "-", "--from", "csl-json", "--style", style.to_str().unwrap()], speech.as_bytes());
    assert_eq!((told.status.code(), out(&told).as_str()), (Some(1), ""));
    assert!(err(&told).contains("prints nothing of record 1 (\"Opening lecture\"); give it a title"), "{}", err(&told));
}

#[test]
fn exit_codes_tell_what_went_wrong() {
    let home = Home::new();
    assert_eq!(home.run(&["--help"]).status.code(), Some(0));
    assert_eq!(home.run(&["--no-such-option"]).status.code(), Some(2));
    for words in
        [["list", "--from", "rsi"], ["list", "--from", "references"], ["list", "--from", "markdown"], ["list", "--encoding", "klingon"]]
    {
        assert_eq!(home.run(&words).status.code(), Some(2), "{words:?}");
    }
    assert_eq!(home.run(&["help", "imprt"]).status.code(), Some(2));
    let help = out(&home.run(&["help", "import"]));
    assert!(help.contains("Usage: qikan import") && help.contains("--library"), "{help}");
    fs::write(home.path("file"), "").unwrap();
    let on_a_file = err(&home.run(&["list", "--library", &home.path("file").display().to_string()]));
    assert!(on_a_file.contains("it is a file; give --library a folder"), "{on_a_file}");
    fs::create_dir(home.path("empty")).unwrap();
    assert_eq!(home.run(&["import", &home.path("empty").display().to_string()]).status.code(), Some(1));
    assert_eq!(home.run(&["convert", "--to", "jsnl", &fixture("page.txt")]).status.code(), Some(2));
    let missing = home.run(&["imprt"]);
    assert_eq!(missing.status.code(), Some(3));
    assert!(err(&missing).contains("Did you mean the verb \"import\"?"), "{}", err(&missing));
    let neither = home.run(&["refs", "zzzzzz"]);
    assert_eq!(neither.status.code(), Some(3));
    assert!(err(&neither).contains("neither a file nor a record"), "{}", err(&neither));
    let nowhere = home.run(&["--library", "nowhere", "list"]);
    assert_eq!((nowhere.status.code(), err(&nowhere).contains("there is no library in nowhere")), (Some(1), true), "{}", err(&nowhere));
    let unsaid = home.run(&["convert", &fixture("page.txt"), "out.unknown"]);
    assert_eq!((unsaid.status.code(), home.path("out.unknown").exists()), (Some(2), false), "{}", err(&unsaid));
    let folder = home.run(&["convert", &fixture("page.txt"), "no/such/out.ris"]);
    assert_eq!((folder.status.code(), err(&folder).contains("make the folder first")), (Some(4), true), "{}", err(&folder));
    assert_eq!(home.run(&["show", "doi:10.5555/not-here"]).status.code(), Some(1));
    fs::write(home.path("file"), "x").unwrap();
    let inside_a_file = home.path("file/library").display().to_string();
    assert_eq!(home.run(&["--library", &inside_a_file, "import", "--", &fixture("page.txt")]).status.code(), Some(4));
}

#[test]
fn a_wrong_setting_is_named_with_its_line() {
    let home = Home::new();
    fs::create_dir_all(home.path(".config/qikan")).unwrap();
    fs::write(home.path(".config/qikan/config.toml"), "measure = 70\nthem = \"dark\"\n").unwrap();
    let shown = home.run(&["show", &fixture("page.txt")]);
    assert_eq!(shown.status.code(), Some(2));
    let file = home.path(".config/qikan/config.toml").display().to_string();
    assert!(err(&shown).starts_with(&format!("qikan: {file}, line 2: there is no setting \"them\"")), "{}", err(&shown));
    fs::write(home.path(".config/qikan/config.toml"), "measure = 70\n\ncitation_style = \"nosuch\"\n").unwrap();
    let cited = home.run(&["cite", &fixture("page.txt")]);
    assert_eq!(cited.status.code(), Some(2));
    assert!(err(&cited).starts_with(&format!("qikan: {file}, line 3: there is no citation style \"nosuch\"")), "{}", err(&cited));
}

#[test]
fn the_sample_is_listed_without_a_library() {
    let home = Home::new();
    let listed = home.run(&["--sample", "list"]);
    assert_eq!(listed.status.code(), Some(0), "{}", err(&listed));
    assert!(out(&listed).lines().count() >= 40);
    assert!(!home.path(".local").exists(), "reading the sample makes no folder");
}

/// A home with three records in its library.
fn library_of_three() -> Home {
    let home = Home::new();
    let lines = r#"{"title":{"zh":"智慧城市的治理"},"lang":"zh","year":2021,"authors":[{"name":{"zh":"张成岗"}}],"journal":{"title":{"zh":"城市学报"}},"ids":{"doi":"10.5555/a"}}
{"title":{"en":"Governance of Smart Cities"},"lang":"en","year":2018,"authors":[{"name":{"en":"Karl Müller"}}],"journal":{"title":{"en":"City"}},"ids":{"doi":"10.5555/b"}}
{"title":{"zh":"水稻抗旱基因"},"lang":"zh","year":2010,"journal":{"title":{"zh":"农学报"}},"abstract":{"zh":[{"head":null,"text":"田里少水，城市也少水。"}]},"ids":{"doi":"10.5555/c"}}
"#;
    assert_eq!(home.fed(&["import", "--quiet", "-"], lines.as_bytes()).status.code(), Some(0));
    home
}

fn ids(output: &Output) -> Vec<String> {
    out(output).lines().map(|line| line.split('\t').next().unwrap().to_owned()).collect()
}

#[test]
fn records_are_found_best_first() {
    let home = library_of_three();
    let found = home.run(&["search", "城市"]);
    assert_eq!((found.status.code(), ids(&found)), (Some(0), vec!["doi:10.5555/a".to_owned(), "doi:10.5555/c".to_owned()]));
    assert!(out(&found).lines().nth(1).unwrap().ends_with("abs: 田里少水，城市也少水。"), "{}", out(&found));
    for query in [&["zcg"][..], &["張成崗"], &["year:2020..", "智慧"], &["智慧 -水稻"]] {
        let arguments = [&["search"][..], query].concat();
        assert_eq!(ids(&home.run(&arguments)), ["doi:10.5555/a"], "{query:?}");
    }
    let json = objects(&home.run(&["search", "--json", "muller"]));
    assert_eq!(
        (json.len(), &json[0]["id"], &json[0]["field"], &json[0]["text"]),
        (1, &"doi:10.5555/b".into(), &"author".into(), &"Karl Müller".into())
    );
    assert_eq!(json[0]["ranges"], serde_json::json!([[5, 12]]));
    assert_eq!(out(&home.run(&["search", "--count", "城市 OR smart"])), "3\n");
    assert_eq!(
        out(&home.run(&["search", "--facets", "smart"])),
        "journal\tCity\t1\nyear\t2018\t1\nauthor\tKarl Müller\t1\nis\tread\t0\nis\tunread\t1\n"
    );
    assert_eq!(ids(&home.run(&["search", "--limit", "1", "城市"])), ["doi:10.5555/a"]);
    assert_eq!(ids(&home.run(&["search", "--limit", "1", "--skip", "1", "城市"])), ["doi:10.5555/c"]);
}

#[test]
fn a_query_that_finds_nothing_or_means_nothing_says_so() {
    let home = library_of_three();
    let nothing = home.run(&["search", "zymotorque"]);
    assert_eq!((nothing.status.code(), err(&nothing).as_str()), (Some(1), "qikan: nothing matches: zymotorque\n"));
    let passed = home.run(&["search", "--sample", "--skip", "500", "治理"]);
    assert!(passed.status.code() == Some(1) && err(&passed).contains("match, and --skip 500 passes them all over"), "{}", err(&passed));
    assert_eq!(home.run(&["search", "--sample", "--limit", "0", "治理"]).status.code(), Some(0));
    let wrong = home.run(&["search", "治理 year:2018-2024"]);
    assert_eq!(wrong.status.code(), Some(2));
    assert!(err(&wrong).starts_with("qikan: column 9: a year range is written 2018..2024"), "{}", err(&wrong));
    assert_eq!(home.run(&["search", "--count", "zymotorque"]).status.code(), Some(1));
    let unknown = home.run(&["help", "nonsense"]);
    assert_eq!(unknown.status.code(), Some(2));
}

#[test]
fn the_index_is_made_and_made_anew() {
    let home = library_of_three();
    let made = home.run(&["index"]);
    assert_eq!((made.status.code(), err(&made).as_str()), (Some(0), "3 records indexed.\n"));
    assert_eq!(err(&home.run(&["index"])), "0 records indexed.\n");
    assert_eq!(err(&home.run(&["index", "--rebuild"])), "3 records indexed.\n");
    let index =
        fs::read_dir(home.path(".cache/qikan/index")).unwrap().map(|entry| entry.unwrap().path()).find(|path| path.is_dir()).unwrap();
    let file = fs::read_dir(&index)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .find(|path| path.extension().is_some_and(|name| name == "idx"))
        .unwrap();
    let mut bytes = fs::read(&file).unwrap();
    bytes[10] ^= 1;
    fs::write(&file, bytes).unwrap();
    assert_eq!(err(&home.run(&["index"])), "3 records indexed.\n");
    assert_eq!(ids(&home.run(&["search", "智慧"])), ["doi:10.5555/a"]);
}

#[test]
fn the_language_of_the_search_is_explained() {
    let home = Home::new();
    let help = home.run(&["help", "query"]);
    assert!(out(&help).contains("year:2018..2024") && out(&help).contains("题名"));
    assert!(out(&home.run(&["help"])).contains("search"));
}

#[test]
fn the_doctor_without_a_terminal_says_what_the_environment_says() {
    let home = Home::new();
    let told = |set: &[(&str, &str)], json: bool| {
        let arguments: &[&str] = if json { &["doctor", "term", "--json"] } else { &["doctor", "term"] };
        let output = home.command(arguments).envs(set.iter().copied()).output().unwrap();
        (output.status.code(), out(&output))
    };
    let (code, text) = told(&[("TERM", "xterm-256color"), ("LANG", "C")], false);
    assert_eq!(code, Some(0), "not to be asked is no problem:\n{text}");
    for part in ["xterm-256color", "nothing was asked", "256: TERM is xterm-256color", "LANG=C"] {
        assert!(text.contains(part), "{part}: {text}");
    }
    let (code, text) = told(&[("TERM", "xterm"), ("NO_COLOR", "1"), ("LANG", "C.UTF-8")], true);
    let report: Value = serde_json::from_str(&text).unwrap();
    assert_eq!((code, &report["colours"], &report["is_terminal"]), (Some(0), &Value::from("none"), &Value::from(false)));
    let (code, text) = told(&[], false);
    assert_eq!(code, Some(1), "no TERM is a problem:\n{text}");
    assert!(text.contains("Set TERM"), "{text}");
}

#[test]
fn a_search_is_kept_under_a_name_and_asked_again() {
    let home = Home::new();
    home.run(&["import", "--quiet", &fixture("page.txt")]);
    let kept = home.run(&["search", "--save", "终端", "terminal", "--json"]);
    assert_eq!(kept.status.code(), Some(0), "{}", err(&kept));
    let again = home.run(&["search", "--saved", "终端", "--json"]);
    assert_eq!(out(&again), out(&kept));
    assert_eq!(objects(&again).len(), 1);
    let narrowed = home.run(&["search", "--saved", "终端", "--", "-reading"]);
    assert_eq!(narrowed.status.code(), Some(1), "what is typed beside it narrows it: {}", out(&narrowed));
    let wrong = home.run(&["search", "--saved", "终"]);
    assert_eq!(wrong.status.code(), Some(1));
    assert!(err(&wrong).contains("no search is kept as \"终\""), "{}", err(&wrong));
    let broken = home.run(&["search", "--save", "x", "year:2024..2018"]);
    assert_eq!(broken.status.code(), Some(2), "what cannot be meant is not kept");
    assert_eq!(home.run(&["search", "--saved", "x"]).status.code(), Some(1));
    let nameless = home.run(&["search", "--save", " ", "terminal"]);
    assert_eq!((nameless.status.code(), err(&nameless).contains("--save NAME QUERY")), (Some(2), true), "{}", err(&nameless));
    let other = home.run(&["search", "--save", "终端", "reading"]);
    assert!(err(&other).contains("in the place of: terminal"), "{}", err(&other));
    let signs = home.run(&["search", "--count", "🎉"]);
    assert_eq!((signs.status.code(), err(&signs).contains("signs alone are not searched")), (Some(2), true), "{}", err(&signs));
}

#[test]
fn what_is_found_in_reference_lists_alone_is_counted_as_it_is_listed() {
    let home = Home::new();
    let records = [
        r#"{"title":{"en":"Reeds"},"year":2020,"refs":[{"raw":"Gepard H. On bitterns[J]. Annals, 1999."}]}"#,
        r#"{"title":{"en":"The bittern in spring"},"year":2021,"refs":[{"raw":"Gepard H. On bitterns[J]. Annals, 1999."}]}"#,
        r#"{"title":{"en":"Mist"},"year":2022}"#,
    ];
    home.fed(&["import", "-"], records.join("\n").as_bytes());
    for (query, count) in
        [("gepard", 2), ("bittern", 1), ("bitterns", 2), ("gepard bittern", 1), ("ref:gepard", 2), ("title:reeds", 1), ("owl", 0)]
    {
        let found = out(&home.run(&["search", query])).lines().count();
        let counted = home.run(&["search", "--count", query]);
        assert_eq!((found, out(&counted).as_str()), (count, format!("{count}\n").as_str()), "{query}");
        assert_eq!(counted.status.code(), Some(i32::from(count == 0)), "{query}");
    }
}

#[test]
fn the_last_line_of_an_import_says_what_is_doubtful_and_what_was_not_read() {
    let home = Home::new();
    let record = |author: &str| {
        format!("{{\"title\":{{\"en\":\"Listening for bitterns\"}},\"year\":2020,\"authors\":[{{\"name\":{{\"en\":\"{author}\"}}}}]}}")
    };
    fs::create_dir(home.path("in")).unwrap();
    fs::write(home.path("in/a.jsonl"), format!("{}\n{}\n{{\"title\":\n", record("ASHBY R"), record("SMITH J"))).unwrap();
    fs::write(home.path("in/b.bin"), [0_u8, 159, 146, 150].repeat(50)).unwrap();
    let folder = home.path("in").display().to_string();
    let told = home.run(&["import", &folder]);
    let last = err(&told).lines().last().unwrap().to_owned();
    let expected =
        "2 read, 2 new, 1 of these doubtful, 2 not read. Above stands why each was not read. `qikan dedupe` lists the doubtful ones.";
    assert_eq!((last.as_str(), told.status.code()), (expected, Some(3)), "{}", err(&told));
    let only = home.run(&["import", &home.path("in/b.bin").display().to_string()]);
    assert!(err(&only).lines().last().unwrap().starts_with("0 read, 1 not read: "), "{}", err(&only));
    let report: Value = serde_json::from_str(out(&home.run(&["import", "--json", &folder])).trim()).unwrap();
    assert_eq!((report["not_read"].as_u64(), report["findings"].as_array().unwrap().len()), (Some(2), 2), "{report}");
}

#[test]
fn a_dry_run_makes_no_library_and_doubtful_pairs_are_reviewed() {
    let home = Home::new();
    let record = |author: &str| {
        format!(
            "{{\"title\":{{\"en\":\"Listening for bitterns at the edge\"}},\"year\":2020,\"authors\":[{{\"name\":{{\"en\":\"{author}\"}}}}]}}\n"
        )
    };
    let records = record("ASHBY R") + &record("SMITH J");
    let dry = home.fed(&["import", "--dry-run", "-"], records.as_bytes());
    assert_eq!(err(&dry), "2 read, 2 new, 1 of these doubtful. Nothing was changed.\n");
    assert!(!home.path(".local").exists());
    let told = err(&home.fed(&["import", "-"], records.as_bytes()));
    assert_eq!(told, "2 read, 2 new, 1 of these doubtful. `qikan dedupe` lists the doubtful ones.\n");
    let pairs = objects(&home.run(&["dedupe", "--json"]));
    let id = |which: &str| pairs[0][which]["id"].as_str().unwrap().to_owned();
    let listed = out(&home.run(&["dedupe"]));
    assert!(listed.contains("other authors") && listed.contains("1 doubtful pairs"), "{listed}");
    let joined = home.run(&["dedupe", "--join", &id("one"), &id("other")]);
    assert_eq!((joined.status.code(), out(&home.run(&["list"])).lines().count()), (Some(0), 1));
    let again = home.run(&["dedupe", "--apart", &id("one"), &id("other")]);
    assert_eq!(again.status.code(), Some(1), "they are one now");
}

#[test]
fn the_issues_are_listed_and_so_are_the_pages_that_they_lack() {
    let home = Home::new();
    let article = |issue: &str, title: &str, pages: &str| {
        let first = pages.split('-').next().unwrap();
        format!(
            r#"{{"title": {{"zh": "{title}"}}, "lang": "zh", "journal": {{"title": {{"zh": "南京大学学报"}}}}, "year": 2024, "volume": "61", "issue": "{issue}", "pages": {{"raw": "{pages}", "first": "{first}"}}}}"#
        )
    };
    // In the second issue a short article stands on the pages of a long one: what is missing follows the long one.
    let articles = [
        // Numbers of articles, not pages: between them nothing is missing.
        article("5", "甲", "3"),
        article("5", "乙", "57"),
        article("5", "丙", "412-415"),
        // Single pages that follow one another.
        article("6", "丁", "1-10"),
        article("6", "戊", "11"),
        article("6", "己", "12"),
        article("6", "庚", "20-30"),
        article("3", "智慧城市的治理", "1-20"),
        article("3", "安徽的湿地", "24-30"),
        article("4", "长文", "1-30"),
        article("4", "补白", "12"),
        article("4", "书评", "32-40"),
    ];
    fs::write(home.path("issues.jsonl"), articles.join("\n")).unwrap();
    home.run(&["import", &home.path("issues.jsonl").display().to_string()]);
    let listed = home.run(&["issues"]);
    assert_eq!(
        out(&listed),
        "南京大学学报\t2024\t61\t3\t2\t2\n南京大学学报\t2024\t61\t4\t3\t3\n南京大学学报\t2024\t61\t5\t3\t3\n南京大学学报\t2024\t61\t6\t4\t4\n",
        "{}",
        err(&listed)
    );
    let gaps = home.run(&["issues", "--gaps"]);
    let expected = "南京大学学报\t2024\t61\t3\tpages 21–23\t智慧城市的治理\t安徽的湿地\n南京大学学报\t2024\t61\t4\tpage 31\t长文\t书评\n南京大学学报\t2024\t61\t6\tpages 13–19\t己\t庚\n";
    assert_eq!((out(&gaps).as_str(), gaps.status.code()), (expected, Some(0)));
    let gap = objects(&home.run(&["issues", "--gaps", "--json"])).remove(0);
    assert_eq!((gap["first"].as_u64(), gap["last"].as_u64(), gap["before"]["zh"].as_str()), (Some(21), Some(23), Some("安徽的湿地")));
    let empty = Home::new().run(&["issues", "--gaps"]);
    assert_eq!((out(&empty).as_str(), empty.status.code()), ("", Some(1)), "{}", err(&empty));
}

#[test]
fn the_doctor_says_what_is_wrong_in_records() {
    let home = Home::new();
    let sound = r#"{"title":{"zh":"湿地"},"year":2024,"pages":{"raw":"1-9","first":"1","last":"9"}}"#;
    let poor = r#"{"title":{"en":"Reeds"},"authors":[{"name":{"zh":"甲","en":"JIA"}},{"name":{"zh":"乙"}}]}"#;
    fs::write(home.path("records.jsonl"), format!("{sound}\n{poor}\n{sound}\n")).unwrap();
    let file = home.path("records.jsonl").display().to_string();
    let told = home.run(&["doctor", &file]);
    assert_eq!(told.status.code(), Some(1), "{}", err(&told));
    let expected = format!(
        "{file}, record 2 (Reeds): year: it has no year\n{file}, record 2 (Reeds): authors: 2 authors in Chinese, 1 in English\n{file}, record 3 (湿地): duplicate: it has the title, the year and the page of {file}, record 1\n"
    );
    assert_eq!(out(&told), expected);
    let as_json = objects(&home.run(&["doctor", "--json", &file]));
    assert_eq!((as_json.len(), as_json[2]["check"].as_str(), as_json[2]["record"].as_u64()), (3, Some("duplicate"), Some(3)));
    let editorial =
        |more: &str| format!(r#"{{"title":{{"en":"Editorial"}},"lang":"en","year":2020,"pages":{{"raw":"1","first":"1"}},{more}}}"#);
    let of = |name: &str| format!(r#""journal":{{"title":{{"en":"{name}"}}}}"#);
    let (whole, short, other) = (of("The Annals of Marsh and Mist"), of("Ann. Marsh Mist"), of("Annals of Marsh Birds"));
    let editorials = [
        &format!(r#"{whole},"issue":"1""#),
        &format!(r#"{whole},"issue":"2""#),
        &format!(r#"{other},"issue":"1""#),
        &format!(r#"{whole},"issue":"3","ids":{{"doi":"10.5555/one"}}"#),
        &format!(r#"{whole},"issue":"3","ids":{{"doi":"10.5555/two"}}"#),
        &format!(r#"{short},"issue":"02""#),
        &format!(r#"{whole},"issue":"5","authors":[{{"name":{{"en":"Ann Reed"}}}}]"#),
        &format!(r#"{whole},"issue":"5","authors":[{{"name":{{"en":"Bo Sedge"}}}}]"#),
    ];
    let editorials = home.fed(&["doctor", "-"], editorials.map(|more| editorial(more)).join("\n").as_bytes());
    let same = "standard input, record 6 (Editorial): duplicate: it has the title, the year and the page of standard input, record 2\n";
    assert_eq!(out(&editorials), same);
    let fine = home.fed(&["doctor", "-"], sound.as_bytes());
    assert_eq!((fine.status.code(), out(&fine).as_str()), (Some(0), ""), "{}", err(&fine));
    assert_eq!(home.run(&["doctor", "nothing-here"]).status.code(), Some(3));
    let empty = home.run(&["doctor", "--library", &home.path("mine").display().to_string()]);
    assert_eq!(empty.status.code(), Some(1), "{}", err(&empty));
    home.run(&["import", &file]);
    let of_library = home.run(&["doctor"]);
    assert_eq!(of_library.status.code(), Some(1), "{}", err(&of_library));
    assert!(out(&of_library).contains(" (Reeds): year: it has no year\n"), "{}", out(&of_library));
    assert!(objects(&home.run(&["doctor", "--json"]))[0]["id"].as_str().unwrap().starts_with("h:"));
}

#[test]
fn an_archive_is_read_wherever_a_file_is() {
    let home = Home::new();
    let records = b"{\"title\":{\"en\":\"Reeds\"},\"year\":2024}\n{\"title\":\n";
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packer.write_all(records).unwrap();
    let mut archive = tar::Builder::new(Vec::new());
    let packed = packer.finish().unwrap();
    let mut header = tar::Header::new_gnu();
    header.set_size(packed.len() as u64);
    archive.append_data(&mut header, "in/records.gz", packed.as_slice()).unwrap();
    fs::write(home.path("all.bin"), archive.into_inner().unwrap()).unwrap();
    let file = home.path("all.bin").display().to_string();
    let listed = home.run(&["list", &file]);
    assert!(out(&listed).contains("Reeds"), "{}", err(&listed));
    assert!(err(&listed).contains("all.bin/in/records.gz, line 2: "), "{}", err(&listed));
    let converted = home.run(&["convert", &file, "--to", "csv"]);
    assert!(out(&converted).starts_with("id,type,language,title,"), "{}", out(&converted));
    assert!(err(&home.run(&["import", &file])).contains("1 new"));
}

#[test]
fn what_a_format_cannot_hold_is_listed() {
    let home = Home::new();
    let record = r#"{"title":{"zh":"湿地","en":"Reeds"},"lang":"zh","type":"article","year":2024,"dates":{"published":"2024"},"affiliations":[{"label":"1","text":{"zh":"河口大学"}}]}"#;
    let told = home.fed(&["convert", "-", "--to", "csl-json", "--report-loss"], record.as_bytes());
    let text = out(&told);
    assert_eq!(told.status.code(), Some(1), "{text}{}", err(&told));
    let first = text.lines().next().unwrap();
    assert!(first.starts_with("record 1 (湿地): "), "{text}");
    for part in ["affiliations.label gone", "affiliations.text.zh gone", "title.en gone", "title.en gone: 1 of 1 records"] {
        assert!(text.contains(part), "{part}: {text}");
    }
    assert!(!text.contains("title.zh"), "{text}");
    let whole = home.fed(&["convert", "-", "--to", "jsonl", "--report-loss"], record.as_bytes());
    assert_eq!((whole.status.code(), out(&whole).as_str()), (Some(0), ""), "{}", err(&whole));
    // What is only written is searched for its words.
    let table = out(&home.fed(&["convert", "-", "--to", "csv", "--report-loss"], record.as_bytes()));
    assert!(!table.contains("affiliations.text") && !table.contains("title"), "{table}");
}

#[test]
fn what_one_format_kept_and_another_has_no_place_for_is_listed_too() {
    let home = Home::new();
    let ris = "TY  - CPAPER\nTI  - On  reeds\nT2  - Wetlands\nT2  - Lecture Notes\nT1  - Ueber Schilf\nY1  - 2004//\nPB  - \nER  - \n";
    let told = |to: &str| home.fed(&["convert", "-", "--to", to, "--report-loss"], ris.as_bytes());
    for format in ["bibtex", "biblatex", "csl-json", "refer", "noteexpress", "csv"] {
        let told = told(format);
        let text = out(&told);
        assert_eq!(told.status.code(), Some(1), "{format}: {text}");
        assert!(text.contains("raw.ris.T2 gone"), "{format}: {text}");
        assert!(text.contains("raw.ris:as-written.TI changed"), "{format}: {text}");
        assert!(!text.contains("Y1") && !text.contains("PB") && !text.contains("order"), "{format}: {text}");
    }
    for format in ["ris", "jsonl"] {
        let told = told(format);
        assert_eq!((told.status.code(), out(&told).as_str()), (Some(0), ""), "{format}");
    }
    // Another word for the kind or the language is no loss where both come back; what says more than they do is.
    let told = |ris: &str| out(&home.fed(&["convert", "-", "--to", "csl-json", "--report-loss"], ris.as_bytes()));
    assert_eq!(told("TY  - EJOUR\nTI  - Hail\nT2  - Coasts\nLA  - English\nPY  - 2019\nER  - \n"), "");
    let more = told("TY  - SLIDE\nTI  - 冰雹\nLA  - zh-TW\nPY  - 2019\nER  - \n");
    assert!(more.contains("as-written.TY gone") && more.contains("as-written.LA gone"), "{more}");
}

#[test]
fn that_there_are_more_authors_is_said_where_a_format_can() {
    let home = Home::new();
    let record = r#"{"title":{"en":"Reeds"},"lang":"en","type":"article","authors":[{"name":{"en":"Ann Doe"},"family":{"en":"Doe"},"given":{"en":"Ann"}}],"etal":true}"#;
    let etal = |format: &str| out(&home.fed(&["convert", "-", "--to", format, "--report-loss"], record.as_bytes())).contains("etal");
    for (format, gone) in [("jsonl", false), ("csl-json", false), ("bibtex", false), ("ris", true), ("refer", true)] {
        assert_eq!(etal(format), gone, "{format}");
    }
}

#[test]
fn what_is_near_an_article_is_suggested_with_its_reasons() {
    let home = Home::new();
    let suggested = home.run(&["--sample", "suggest", "10.5555/qk.amm.2025.01.001", "--limit", "3"]);
    assert_eq!(suggested.status.code(), Some(0), "{}", err(&suggested));
    let text = out(&suggested);
    assert!(text.lines().count() == 3 && text.lines().all(|line| line.split('\t').count() == 5), "{text}");
    assert!(text.contains("shares 4 references"), "{text}");
    let suggested = home.run(&["--sample", "suggest", "10.5555/qk.amm.2025.01.001", "--json"]);
    for object in objects(&suggested) {
        let adds: f64 = object["parts"].as_array().unwrap().iter().map(|part| part["adds"].as_f64().unwrap()).sum();
        assert!((adds - object["score"].as_f64().unwrap()).abs() < 1e-9, "{object}");
    }
    let related = out(&home.run(&["--sample", "related", "10.5555/qk.amm.2025.01.001", "--why", "--limit", "1"]));
    let kinds: Vec<&str> = related.lines().map(|line| line.split('\t').next().unwrap()).collect();
    assert_eq!(kinds.iter().filter(|kind| **kind == "printed").count(), 4, "{related}");
    assert_eq!(kinds.iter().filter(|kind| **kind == "near").count(), 1, "{related}");
    assert!(kinds.iter().filter(|kind| kind.is_empty()).count() > 1, "the parts of the score stand below: {related}");
    let next = home.run(&["--sample", "suggest"]);
    assert_eq!((next.status.code(), err(&next).contains("marked as read")), (Some(1), true), "{}", err(&next));
    assert_eq!(home.run(&["--sample", "suggest", "10.5555/nobody"]).status.code(), Some(1));
}

#[test]
fn authors_are_listed_and_one_of_them_has_a_page() {
    let home = Home::new();
    let listed = out(&home.run(&["authors", "--sample", "--limit", "3"]));
    assert_eq!(listed.lines().count(), 3, "{listed}");
    assert!(listed.lines().all(|line| line.split('\t').nth(1).is_some_and(|count| count.parse::<u64>().is_ok())), "{listed}");
    // By either writing: a record prints both.
    for name in [["沈苇"].as_slice(), &["SHEN", "Wei"]] {
        let page = home.run(&[["authors", "--sample"].as_slice(), name].concat());
        assert!(out(&page).starts_with("5 articles, 2022–2025\n"), "{}", out(&page));
        assert!(out(&page).contains("\n2023  ████████████████████████████████████████  2\n"), "{}", out(&page));
        let one = objects(&home.run(&[["authors", "--sample", "--json", "--limit", "2"].as_slice(), name].concat())).remove(0);
        assert_eq!((one["articles"].as_u64(), one["guessed"].as_u64()), (Some(5), Some(0)));
        assert_eq!(one["names"][0]["joined"], "asked");
        assert_eq!(one["names"][1]["joined"], "both-printed");
        assert_eq!((one["co_authors"].as_array().unwrap().len(), one["works"].as_array().unwrap().len()), (2, 2));
        assert_eq!(one["works"][0]["id"], "doi:10.5555/qk.amm.2025.01.001");
    }
    for spelled in ["Shen Wei", "shen wei", "SHEN WEI", "沈葦"] {
        assert!(out(&home.run(&["authors", "--sample", spelled])).starts_with("5 articles, 2022–2025\n"), "{spelled}");
    }
    assert_eq!(home.run(&["authors", "--sample", "--limit", "0"]).status.code(), Some(0));
    let nobody = home.run(&["authors", "--sample", "shenw"]);
    assert_eq!(nobody.status.code(), Some(1));
    assert!(err(&nobody).contains("no author is called shenw; did you mean 沈苇"), "{}", err(&nobody));
}

#[test]
fn classes_are_a_tree_and_one_of_them_has_a_page() {
    let home = Home::new();
    let tree = out(&home.run(&["clc", "--sample"]));
    assert!(tree.contains("\nD\t11\t政治、法律\n  D6\t11\t中国政治\n    D63\t7"), "{tree}");
    assert!(!out(&home.run(&["clc", "--sample", "--depth", "1"])).contains("D6"));
    let class = objects(&home.run(&["clc", "--sample", "--json", "d63"])).remove(0);
    assert_eq!((class["code"].as_str(), class["above"][0]["code"].as_str()), (Some("D63"), Some("D")));
    assert_eq!((class["articles"].as_u64(), class["below"][0]["articles"].as_u64()), (Some(7), Some(7)));
    assert_eq!(home.run(&["clc", "--sample", "Q99"]).status.code(), Some(1));
}

#[test]
fn figures_are_of_the_library_a_journal_or_a_record() {
    let home = Home::new();
    let all = objects(&home.run(&["stats", "--sample", "--json"])).remove(0);
    assert_eq!((all["articles"].as_u64(), all["journals"].as_u64(), all["looked_into"].as_u64()), (Some(58), Some(3), Some(58)));
    assert!(all["references"]["held"].as_u64() <= all["references"]["all"].as_u64());
    assert!(all["most_cited"][0]["cited_by"].as_u64() >= all["most_cited"][1]["cited_by"].as_u64());
    let few = objects(&home.run(&["stats", "--sample", "--json", "--look-into", "5"])).remove(0);
    assert_eq!((few["articles"].as_u64(), few["looked_into"].as_u64()), (Some(58), Some(5)));
    let journal = objects(&home.run(&["stats", "--sample", "--json", "marsh"])).remove(0);
    assert_eq!((journal["articles"].as_u64(), journal["journal"]["en"].as_str()), (Some(17), Some("Annals of Marsh and Mist")));
    let one = objects(&home.run(&["stats", "--sample", "--json", "doi:10.5555/qk.amm.2025.01.001"])).remove(0);
    assert_eq!((one["metrics"]["viewed_full"].as_u64(), one["metrics"]["as_of"].as_str()), (Some(1820), Some("2025-09-01")));
    assert_eq!((one["opened"].as_u64(), one["cited_by"].as_u64()), (Some(0), Some(0)));
    assert_eq!(home.run(&["stats", "--sample", "no such journal"]).status.code(), Some(1));
    let word = objects(&home.run(&["stats", "--sample", "--json", "--keyword", "Reedbed"])).remove(0);
    assert!(word["years"].as_array().is_some_and(|years| !years.is_empty()) && word["authors"][0]["articles"].is_u64(), "{word}");
    // Where the locale has no blocks, bars are ASCII; for a voice they are words.
    let plain = out(&home.command(&["stats", "--sample"]).env("LC_ALL", "C").output().unwrap());
    assert!(plain.contains("\n2024  ########################################  19\n"), "{plain}");
    assert!(out(&home.run(&["stats", "--sample", "--linear"])).contains("\n2024: 19 articles\n"));
}

#[test]
fn what_is_no_file_is_written_into_and_a_file_keeps_its_mode_and_its_links() {
    use std::io::Read;
    use std::os::unix::fs::{FileTypeExt, OpenOptionsExt, PermissionsExt};
    let home = Home::new();
    let (pipe, kept, link) = (home.path("pipe"), home.path("kept.ris"), home.path("link.ris"));
    let mode = rustix::fs::Mode::RUSR | rustix::fs::Mode::WUSR;
    rustix::fs::mknodat(rustix::fs::CWD, &pipe, rustix::fs::FileType::Fifo, mode, 0).unwrap();
    let flags = i32::try_from(rustix::fs::OFlags::NONBLOCK.bits()).unwrap();
    let mut end = fs::OpenOptions::new().read(true).write(true).custom_flags(flags).open(&pipe).unwrap();
    fs::write(&kept, "before").unwrap();
    fs::set_permissions(&kept, fs::Permissions::from_mode(0o600)).unwrap();
    std::os::unix::fs::symlink(&kept, &link).unwrap();
    let source = home.path("one.ris");
    fs::write(&source, "TY  - JOUR\nTI  - Into a pipe\nER  - \n").unwrap();
    for to in [&pipe, &link] {
        let done = home.run(&["convert", source.to_str().unwrap(), to.to_str().unwrap(), "--to", "ris"]);
        assert!(done.status.success(), "{}", err(&done));
    }
    let mut heard = vec![0; 4096];
    let many = end.read(&mut heard).unwrap();
    assert!(String::from_utf8_lossy(&heard[..many]).contains("Into a pipe"));
    assert!(fs::symlink_metadata(&pipe).unwrap().file_type().is_fifo(), "the pipe is still one");
    assert!(fs::symlink_metadata(&link).unwrap().file_type().is_symlink(), "the link is still one");
    assert!(fs::read_to_string(&kept).unwrap().contains("Into a pipe"));
    assert_eq!(fs::metadata(&kept).unwrap().permissions().mode() & 0o777, 0o600);
}

#[test]
fn what_comes_through_a_pipe_is_shown_where_there_is_no_terminal() {
    let home = Home::new();
    let record = |title: &str, people: &str| format!("TY  - BOOK\nTI  - {title}\n{people}PY  - 2001\nER  - \n\n");
    let one = record("Counting reeds", "ED  - Lund, Eva\nAU  - Ashby, Robert\n");
    let shown = out(&home.fed(&["-"], one.as_bytes()));
    assert!(shown.contains("Counting reeds") && shown.contains("Robert Ashby"), "{shown}");
    let two = one + &record("Counting herons", "ED  - Lund, Eva\n");
    let listed = out(&home.fed(&["-"], two.as_bytes()));
    let people: Vec<&str> = listed.lines().filter_map(|line| line.split('\t').nth(2)).collect();
    // Whoever is no author is named where there is none.
    assert_eq!(people, ["Robert Ashby", "Eva Lund"], "{listed}");
    let packet = out(&home.fed(&["convert", "-", "--to", "markdown", "-"], two.as_bytes()));
    assert!(packet.contains("**Authors:** Robert Ashby\n") && packet.contains("**Editors:** Eva Lund\n"), "{packet}");
}

#[test]
fn a_file_without_records_does_not_keep_a_folder_from_being_cited() {
    let home = Home::new();
    let folder = home.path("cited");
    std::fs::create_dir(&folder).unwrap();
    std::fs::write(folder.join("a.json"), ITEM).unwrap();
    std::fs::write(folder.join("b.bin"), [0_u8, 1, 2, 3].repeat(40)).unwrap();
    let cited = home.run(&["cite", folder.to_str().unwrap()]);
    assert!(out(&cited).starts_with("SHANNON C E."), "{}", err(&cited));
    assert!(err(&cited).contains("b.bin"), "{}", err(&cited));
    assert_eq!(cited.status.code(), Some(3));
}
