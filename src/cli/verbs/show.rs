//! `qikan show`: records as pages of plain text, or as JSON in the schema.

use crate::cli::Failure;
use crate::cli::args::{Common, Show};
use crate::cli::out::Out;
use crate::cli::source::{self, Wanted};
use crate::formats::printable;
use crate::reader::page::{self, LanguageChoice, PageOptions};
use crate::record::Article;

/// Columns of a page when no terminal tells its own.
const COLUMNS: u16 = 80;

/// Prints what is named: files, or records of the library by their ids.
///
/// # Errors
/// When nothing of that name is found, with the nearest thing to do.
pub fn show(common: &Common, verb: &Show, out: &Out) -> Result<(), Failure> {
    let options = options(common, &verb.language, verb.width)?;
    let mut first = true;
    let failed = source::each(common, Wanted::FilesOrIds(&verb.what), &mut |article| {
        if verb.json {
            out.line(&printable::json(&article));
        } else {
            if !std::mem::take(&mut first) {
                out.line("");
            }
            page(&article, &options, out);
        }
        !out.is_broken()
    })?;
    out.finish()?;
    failed.map_or(Ok(()), Err)
}

/// One record: its page, its references and related works.
pub(super) fn page(article: &Article, options: &PageOptions, out: &Out) {
    for line in &page::article_page(article, options).lines {
        let text = page::line_text(line);
        let indented = format!("{}{text}", " ".repeat(line.indent));
        out.line(indented.trim_end());
    }
    for (name, rows) in
        [("References", page::reference_rows(article, &[], options)), ("Related", page::related_rows(article, &[], options))]
    {
        if rows.is_empty() {
            continue;
        }
        out.line("");
        out.line(&format!("{name} ({})", rows.len()));
        for line in rows.iter().flat_map(|row| &row.lines) {
            out.line(format!("{}{}", " ".repeat(line.indent), page::line_text(line)).trim_end());
        }
    }
}

/// How pages are laid out: `zh`, `en` or both languages, in so many columns.
pub(super) fn options(common: &Common, language: &str, columns: Option<u16>) -> Result<PageOptions, Failure> {
    let config = crate::cli::paths::config()?;
    let width = match columns {
        Some(0) => return Err(Failure::Usage("a page needs at least one column".to_owned())),
        Some(columns) => columns,
        None => crate::cli::out::columns().unwrap_or(COLUMNS).min(COLUMNS),
    };
    let measure = crate::cli::paths::measure(common, &config);
    let language = match language {
        "zh" => LanguageChoice::Zh,
        "en" => LanguageChoice::En,
        _ => LanguageChoice::Both,
    };
    Ok(PageOptions { width: usize::from(width), measure, language, ..PageOptions::default() })
}
