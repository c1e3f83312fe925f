//! `qikan issues`: what is held of each issue, and which pages of it are missing.

use serde_json::json;

use crate::cli::Failure;
use crate::cli::args::{Common, Issues};
use crate::cli::out::Out;
use crate::cli::source;
use crate::formats::printable;
use crate::library::{Answer, Gap, GridIssue, GridYear, Library, Node, Question, TreeRow};
use crate::record::MultiText;
use crate::text;

/// Rows of the tree asked for at a time.
const TOGETHER: u64 = 200;

/// Lists every issue, one a line: journal, year, volume, issue, articles, articles not yet read. With `--gaps` those only in
/// which pages are missing, each gap with the articles around it.
///
/// # Errors
/// Nothing is missing (1); a library that cannot be read (3).
pub fn issues(common: &Common, verb: &Issues, out: &Out) -> Result<(), Failure> {
    let library = source::library(common)?;
    let mut printed = 0_u64;
    each_journal(&library, Node::Root, &mut |journal| {
        let Answer::Grid(years) = asked(&library, &Question::Grid { journal: journal.node })? else { return Ok(!out.is_broken()) };
        for year in &years {
            for issue in &year.issues {
                if verb.gaps {
                    let Answer::Gaps(gaps) = asked(&library, &Question::Gaps { issue: issue.node })? else { continue };
                    printed += gaps.len() as u64;
                    for gap in &gaps {
                        print_gap(verb, journal, year, issue, gap, out);
                    }
                } else {
                    printed += 1;
                    print_issue(verb, journal, year, issue, out);
                }
            }
        }
        Ok(!out.is_broken())
    })?;
    out.finish()?;
    if printed > 0 {
        return Ok(());
    }
    Err(Failure::Nothing(
        if verb.gaps { "no issue lacks a page between two of its articles" } else { "the library holds no issue" }.to_owned(),
    ))
}

/// An answer, or the failure that it says.
fn asked(library: &Library, question: &Question) -> Result<Answer, Failure> {
    match library.answer(question) {
        Answer::Failed(sentence) => Err(Failure::Unreadable(sentence)),
        answer => Ok(answer),
    }
}

/// Gives every journal to `visit` until it says no; those of the sample only where there is nothing else.
fn each_journal(library: &Library, above: Node, visit: &mut dyn FnMut(&TreeRow) -> Result<bool, Failure>) -> Result<bool, Failure> {
    let mut from = 0;
    loop {
        let Answer::Children { total, rows, .. } = asked(library, &Question::Children { node: above, from, to: from + TOGETHER })? else {
            return Ok(true);
        };
        for row in &rows {
            let go_on = match row.node {
                Node::Journal { .. } => visit(row)?,
                Node::Shelf(_) => each_journal(library, row.node, visit)?,
                _ => true,
            };
            if !go_on {
                return Ok(false);
            }
        }
        from += TOGETHER;
        if from >= total {
            return Ok(true);
        }
    }
}

fn first(texts: &MultiText) -> String {
    texts.values().next().map(|text| text::plain(text)).unwrap_or_default()
}

/// Journal, year, volume and issue as fields.
fn place(journal: &TreeRow, year: &GridYear, issue: &GridIssue) -> [String; 4] {
    let written = |text: &Option<String>| text.clone().unwrap_or_default();
    [first(&journal.label), year.year.map(|year| year.to_string()).unwrap_or_default(), written(&year.volume), written(&issue.issue)]
}

fn print_issue(verb: &Issues, journal: &TreeRow, year: &GridYear, issue: &GridIssue, out: &Out) {
    if verb.json {
        return out.line(&printable::json(&json!({
            "journal": journal.label, "year": year.year, "volume": year.volume, "issue": issue.issue,
            "articles": issue.articles, "unread": issue.unread
        })));
    }
    let [title, of_year, volume, number] = place(journal, year, issue);
    out.fields(&[&title, &of_year, &volume, &number, &issue.articles.to_string(), &issue.unread.to_string()]);
}

fn print_gap(verb: &Issues, journal: &TreeRow, year: &GridYear, issue: &GridIssue, gap: &Gap, out: &Out) {
    if verb.json {
        return out.line(&printable::json(&json!({
            "journal": journal.label, "year": year.year, "volume": year.volume, "issue": issue.issue,
            "first": gap.first, "last": gap.last, "after": gap.after_title, "before": gap.before_title
        })));
    }
    let [title, of_year, volume, number] = place(journal, year, issue);
    out.fields(&[&title, &of_year, &volume, &number, &gap.pages(), &first(&gap.after_title), &first(&gap.before_title)]);
}
