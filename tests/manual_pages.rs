//! Pages for `man` and completions for shells: both say what the parser, the keymap and the table of formats hold.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

fn run(home: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_qikan")).args(arguments).env_clear().env("HOME", home).output().unwrap()
}

fn printed(home: &Path, arguments: &[&str]) -> String {
    let output = run(home, arguments);
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// The verbs as `--help` lists them.
fn verbs(home: &Path) -> Vec<String> {
    let help = printed(home, &["--help"]);
    let listed = help.split("Commands:\n").nth(1).unwrap().split("\n\n").next().unwrap();
    let verb =
        |line: &str| line.strip_prefix("  ").and_then(|line| line.split(' ').next()).filter(|word| !word.is_empty()).map(str::to_owned);
    listed.lines().filter_map(verb).collect()
}

#[test]
fn every_verb_has_a_page_that_says_its_options() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("share/man/man1");
    printed(home.path(), &["man", "--write", folder.to_str().unwrap()]);
    let verbs = verbs(home.path());
    assert!(verbs.len() > 25, "{verbs:?}");
    for verb in &verbs {
        let page = fs::read_to_string(folder.join(format!("qikan-{verb}.1"))).unwrap();
        assert!(page.contains(&format!(".TH qikan-{verb} 1")), "{verb}: {page}");
        assert_eq!(page, printed(home.path(), &["man", verb]));
    }
    assert!(fs::read_to_string(folder.join("qikan-cite.1")).unwrap().contains("\\-\\-explain"));
    assert_eq!(fs::read_to_string(folder.join("qikan.1")).unwrap(), printed(home.path(), &["man"]));
}

#[test]
fn the_page_of_the_program_holds_keys_formats_files_and_exit_codes() {
    let home = tempfile::tempdir().unwrap();
    let page = printed(home.path(), &["man"]);
    for expected in [
        ".SS \"Moving in a pane\"",
        "\\fBgg, <Home>\\fR\nGo to the first row",
        "\\fBbibtex\\fR\n",
        "config.toml",
        "\\fBQIKAN_LIBRARY\\fR",
        "\\fB3\\fR\nAn input cannot be read.",
    ] {
        assert!(page.contains(expected), "no {expected} in {page}");
    }
}

#[test]
fn a_verb_that_there_is_not_has_no_page_and_the_near_one_is_named() {
    let home = tempfile::tempdir().unwrap();
    let output = run(home.path(), &["man", "cit"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("Did you mean \"cite\"?"));
    let output = run(home.path(), &["man", "--write", "/proc/nowhere"]);
    assert_eq!(output.status.code(), Some(4), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn shells_complete_verbs_and_the_formats_that_a_verb_takes() {
    let home = tempfile::tempdir().unwrap();
    let script = home.path().join("complete.sh");
    fs::write(&script, printed(home.path(), &["completions", "bash"])).unwrap();
    let ask = |words: &str, at: usize| {
        let asked = format!(
            "source {}; COMP_WORDS=({words}); COMP_CWORD={at}; _qikan qikan \"${{COMP_WORDS[{at}]}}\" \"${{COMP_WORDS[{}]}}\"; echo ${{COMPREPLY[@]}}",
            script.display(),
            at.saturating_sub(1)
        );
        let output = Command::new("bash").args(["--norc", "-c", &asked]).env_clear().env("PATH", "/usr/bin:/bin").output();
        output.map(|output| String::from_utf8(output.stdout).unwrap().trim().to_owned())
    };
    // A machine without bash has nothing to complete in.
    let Ok(verbs) = ask("qikan ci", 1) else { return };
    assert_eq!(verbs, "cited-by cite");
    assert_eq!(ask("qikan convert --to bib", 3).unwrap(), "bibtex biblatex");
    // What is only written is not offered for reading.
    assert_eq!(ask("qikan convert --to mark", 3).unwrap(), "markdown");
    assert_eq!(ask("qikan convert --from mark", 3).unwrap(), "");
    for (shell, known) in [("zsh", "biblatex"), ("fish", "biblatex"), ("elvish", "report-loss"), ("powershell", "report-loss")] {
        assert!(printed(home.path(), &["completions", shell]).contains(known), "{shell}");
    }
}
