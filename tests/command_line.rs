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
        child.stdin.take().unwrap().write_all(input).unwrap();
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

#[test]
fn exit_codes_tell_what_went_wrong() {
    let home = Home::new();
    assert_eq!(home.run(&["--help"]).status.code(), Some(0));
    assert_eq!(home.run(&["--no-such-option"]).status.code(), Some(2));
    assert_eq!(home.run(&["convert", "--to", "jsnl", &fixture("page.txt")]).status.code(), Some(2));
    let missing = home.run(&["imprt"]);
    assert_eq!(missing.status.code(), Some(3));
    assert!(err(&missing).contains("Did you mean the verb \"import\"?"), "{}", err(&missing));
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
    assert!(err(&shown).contains("config.toml, line 2"), "{}", err(&shown));
}

#[test]
fn the_sample_is_listed_without_a_library() {
    let home = Home::new();
    let listed = home.run(&["--sample", "list"]);
    assert_eq!(listed.status.code(), Some(0), "{}", err(&listed));
    assert!(out(&listed).lines().count() >= 40);
    assert!(!home.path(".local").exists(), "reading the sample makes no folder");
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
    assert_eq!(home.run(&["doctor"]).status.code(), Some(2));
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
}
