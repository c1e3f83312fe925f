//! `qikan cite`: records as formatted references.

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

use crate::cli::Failure;
use crate::cli::args::{Cite, Common};
use crate::cli::failure::why;
use crate::cli::out::Out;
use crate::cli::source::{self, Wanted};
use crate::cli::{input, paths};
use crate::config::Config;
use crate::formats::cite::{self, CslStyle, Entry, MARKUPS, Markup, Style};
use crate::formats::printable;
use crate::record::{Article, Language};
use crate::text::{nearest, plain};

/// The largest style file that is read, in bytes.
const LARGEST: u64 = 4 << 20;

/// Prints a reference for each record that is named: files in their own order, or records of the library by their ids.
///
/// # Errors
/// A style that is not there or cannot be used (2), whatever makes a record unreadable (3), records of which the style prints
/// nothing (1).
pub fn cite(common: &Common, verb: &Cite, out: &Out) -> Result<(), Failure> {
    if verb.list {
        for (name, title) in cite::styles() {
            out.fields(&[name, title]);
        }
        let known: Vec<&str> = cite::styles().map(|(name, _)| name).collect();
        for (name, title) in cite::built_in_styles().filter(|(name, _)| !known.contains(name)) {
            out.fields(&[name, title]);
        }
        return out.finish();
    }
    let (name, style) = if let Some(name) = &verb.style {
        (name.clone(), style(name)?)
    } else {
        let config = paths::config()?;
        let style = style_of(&config)?;
        (config.citation_style, style)
    };
    if verb.explain && !matches!(style, Style::Gbt7714(..)) {
        return Err(Failure::Usage(format!("the pieces of \"{name}\" cannot be explained; --explain is for the styles of GB/T 7714")));
    }
    let (articles, failed) = articles(common, &verb.what)?;
    let language = verb.lang.as_deref().map(Language::parse);
    let entries = style.entries(&articles, language.as_ref()).map_err(|finding| Failure::Usage(finding.to_string()))?;
    // A work that the style's program does not take has no line at all.
    let mut bare = articles.len().saturating_sub(entries.len());
    let markup = MARKUPS.iter().find(|(name, _)| *name == verb.format).map_or(Markup::Text, |(_, markup)| *markup);
    let mut first = true;
    for entry in &entries {
        if entry.is_bare() {
            bare += 1;
        } else if verb.json {
            out.line(&printable::json(&object(&style, &name, entry)));
        } else {
            // Two paragraphs of Markdown would be one.
            if markup == Markup::Markdown && !std::mem::take(&mut first) {
                out.line("");
            }
            out.line(&entry.marked_up(markup));
            if verb.explain {
                explain(&style, entry, out);
            }
        }
    }
    out.finish()?;
    let nothing = (bare > 0).then(|| nothing_printed(&style, &name, &articles, language.as_ref()));
    match (failed, nothing) {
        (Some(failure), _) => Err(failure),
        (None, Some(nothing)) if bare == articles.len() => Err(Failure::Nothing(nothing)),
        (None, nothing) => {
            if let Some(nothing) = nothing {
                Out::stderr().say(&nothing);
            }
            Ok(())
        }
    }
}

/// Which records the style prints nothing of, the first of them by their titles or places, and what to do.
fn nothing_printed(style: &Style, name: &str, articles: &[Article], language: Option<&Language>) -> String {
    const NAMED: usize = 3;
    let is_bare = |article: &Article| {
        let entries = style.entries(std::slice::from_ref(article), language);
        entries.is_ok_and(|entries| entries.iter().all(Entry::is_bare))
    };
    let bare: Vec<(usize, &Article)> = articles.iter().enumerate().filter(|(_, article)| is_bare(article)).collect();
    let said = |(place, article): &(usize, &Article)| match article.title.prefer(&article.lang) {
        Some(title) => format!("record {} (\"{}\")", place + 1, plain(title).trim()),
        None => format!("record {}, which has no title", place + 1),
    };
    let mut named: Vec<String> = bare.iter().take(NAMED).map(said).collect();
    if bare.len() > NAMED {
        named.push(format!("{} more", bare.len() - NAMED));
    }
    format!("\"{name}\" prints nothing of {}; give it a title, a name or a date, or try another --style", named.join("; "))
}

/// The records named, in the order in which they are named and stand in their files.
fn articles(common: &Common, named: &[PathBuf]) -> Result<(Vec<Article>, Option<Failure>), Failure> {
    let talk = Out::stderr();
    let mut articles = Vec::new();
    let mut failed = None;
    for name in named {
        if name.as_os_str() != "-" && name.symlink_metadata().is_err() {
            let found = source::each(common, Wanted::FilesOrIds(std::slice::from_ref(name)), &mut |article| {
                articles.push(article);
                true
            })?;
            failed = found.or(failed);
            continue;
        }
        for input in input::inputs(std::slice::from_ref(name))? {
            // What is no record in a folder does not keep the others from being cited.
            let readings = match source::readings(common, &input) {
                Ok(readings) => readings,
                Err(failure) => {
                    failed = Some(failure);
                    continue;
                }
            };
            for reading in readings {
                match reading {
                    Ok(article) => articles.push(*article),
                    Err(finding) => talk.say(&format!("{}: {finding}", input.name())),
                }
            }
        }
    }
    if articles.is_empty() {
        return Err(failed.unwrap_or_else(|| Failure::Nothing("there is no record in what was named".to_owned())));
    }
    Ok((articles, failed))
}

/// The style of the settings.
///
/// # Errors
/// As [`style`], with the file of the settings and its line.
pub fn style_of(config: &Config) -> Result<Style, Failure> {
    let at = |sentence: String| format!("{}: {sentence}", paths::place_of(config, "citation_style"));
    style(&config.citation_style).map_err(|failure| match failure {
        Failure::Usage(sentence) => Failure::Usage(at(sentence)),
        Failure::Unreadable(sentence) => Failure::Unreadable(at(sentence)),
        other => other,
    })
}

/// The style of a name, or of a file.
///
/// # Errors
/// A sentence with the nearest name, or with what is wrong with the file.
pub fn style(name: &str) -> Result<Style, Failure> {
    if let Some(style) = Style::named(name) {
        return Ok(style);
    }
    let is_file = name.contains('/') || name.to_ascii_lowercase().ends_with(".csl");
    if !is_file {
        let known = cite::styles().chain(cite::built_in_styles()).map(|(name, _)| name);
        let guess = nearest(name, known).map(|near| format!(" Did you mean \"{near}\"?")).unwrap_or_default();
        return Err(Failure::Usage(format!("there is no citation style \"{name}\".{guess} `qikan cite --list` prints them")));
    }
    let unreadable = |what: String| Failure::Unreadable(format!("{name}: {what}"));
    let about = fs::metadata(name).map_err(|error| unreadable(why(&error)))?;
    if about.is_dir() || about.len() > LARGEST {
        return Err(unreadable("this is not a style file".to_owned()));
    }
    let bytes = fs::read(name).map_err(|error| unreadable(why(&error)))?;
    let text = String::from_utf8(bytes).map_err(|_| unreadable("this style is not UTF-8 text".to_owned()))?;
    let style = CslStyle::parse(text.trim_start_matches('\u{FEFF}')).map_err(|finding| unreadable(finding.to_string()))?;
    for left in style.left() {
        Out::stderr().say(&format!("{name}, {left}"));
    }
    Ok(Style::Csl(Arc::new(style)))
}

/// Where a piece's rule stands.
fn source_of(style: &Style, entry: &Entry, rule: cite::Rule) -> String {
    match style {
        Style::Gbt7714(edition, _) => rule.source(*edition, entry.section),
        Style::Csl(style) => style.title().to_owned(),
    }
}

/// One piece a line: what stands there, where its rule stands, and what that says.
fn explain(style: &Style, entry: &Entry, out: &Out) {
    for piece in &entry.pieces {
        let shown = format!("{}{}", piece.sign, piece.text);
        // An empty first field: pieces are told from the references above them.
        out.fields(&["", shown.trim_start(), &source_of(style, entry, piece.rule), piece.rule.says]);
    }
}

fn object(style: &Style, name: &str, entry: &Entry) -> serde_json::Value {
    let pieces: Vec<serde_json::Value> = entry
        .pieces
        .iter()
        .map(|piece| {
            serde_json::json!({
                "sign": piece.sign,
                "text": piece.text,
                "clause": source_of(style, entry, piece.rule),
                "rule": piece.rule.says,
            })
        })
        .collect();
    serde_json::json!({ "style": name, "text": entry.to_string(), "pieces": pieces })
}
