//! One thing under its names in several formats, where the schema has no member for it: how many volumes a work has, where a
//! library keeps it, what sort of picture or message it is.
//!
//! Each reader keeps such things in `raw` under its format's own names, and its writer puts them back. Whoever writes another
//! format asks here what was kept under the names of others. Sources: CSL 1.0.2, appendices III and IV; the RIS specification (2011)
//! and EndNote's tables of reference types; the manual of BibLaTeX; Zotero's schema.

use std::borrow::Cow;

use serde_json::Value;

use super::citation_key::{BIBTEX, CSL_JSON, OTHER_JSON as JSON, RIS, text_of};
use super::tagged::{is_cn, is_range};
use super::{csl, latex};
use crate::record::{Article, ArticleKind, Language};

/// Keys in `raw` of formats that are asked, beside those of which others know.
const REFER: &str = "refer";
const REFWORKS: &str = "refworks";
const ENDNOTE: &str = "endnote-xml";
const TABLE: &str = "csv";

/// What keys of `raw` end in that hold lines as they were written.
const AS_WRITTEN: &str = ":as-written";

/// A format, the name that a thing has in it, and of which works.
type Name = (&'static str, &'static str, Of);

/// Of which kinds of work a name means a thing.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Of {
    Any,
    /// Works that have a number of pages where others have the first and last.
    Whole,
    /// Works in volumes, and what stands in them: `NV` of a case is its reporter.
    Volumes,
    /// Works of which there are many sorts. The "type" of an article is what a database calls it.
    Sorts,
}

impl Of {
    fn has(self, kind: &ArticleKind) -> bool {
        use ArticleKind::{Archive, Book, Chapter, Dataset, Map, Other, Paper, Patent, Preprint, Proceedings, Program, Thesis, Webpage};
        match self {
            Self::Any => true,
            Self::Whole => matches!(kind, Book | Thesis),
            Self::Volumes => matches!(kind, Book | Chapter | Paper | Proceedings),
            Self::Sorts => matches!(kind, Archive | Dataset | Map | Other | Patent | Preprint | Program | Webpage),
        }
    }
}

/// Variables of CSL, and the names of the same in other formats. The first name of a format is the one that is written.
const THINGS: &[(&str, &[Name])] = &[
    (
        "call-number",
        &[
            (RIS, "CN", Of::Any),
            (REFER, "%L", Of::Any),
            (REFWORKS, "CN", Of::Any),
            (ENDNOTE, "record/call-num", Of::Any),
            (BIBTEX, "library", Of::Any),
            ("mods", "mods/location/shelfLocator", Of::Any),
            (JSON, "callNumber", Of::Any),
            (TABLE, "Call Number", Of::Any),
        ],
    ),
    (
        "source",
        &[
            (RIS, "DP", Of::Any),
            (REFER, "%~", Of::Any),
            (ENDNOTE, "record/remote-database-provider", Of::Any),
            (JSON, "libraryCatalog", Of::Any),
            (TABLE, "Library Catalog", Of::Any),
        ],
    ),
    (
        "number-of-pages",
        &[
            (RIS, "SP", Of::Whole),
            (REFER, "%P", Of::Whole),
            (REFWORKS, "SP", Of::Whole),
            (BIBTEX, "pagetotal", Of::Any),
            (JSON, "numPages", Of::Any),
            (TABLE, "Num Pages", Of::Any),
        ],
    ),
    (
        "number-of-volumes",
        &[
            (RIS, "NV", Of::Volumes),
            (REFER, "%6", Of::Volumes),
            (ENDNOTE, "record/num-vols", Of::Any),
            (BIBTEX, "volumes", Of::Any),
            (JSON, "numberOfVolumes", Of::Any),
            (TABLE, "Number Of Volumes", Of::Any),
        ],
    ),
    ("genre", &[(RIS, "M3", Of::Sorts), (REFER, "%9", Of::Sorts), (ENDNOTE, "record/work-type", Of::Sorts)]),
    ("archive_location", &[(RIS, "AV", Of::Any)]),
    (
        "authority",
        &[
            (JSON, "court", Of::Any),
            (JSON, "legislativeBody", Of::Any),
            (JSON, "authority", Of::Any),
            (TABLE, "Court", Of::Any),
            (TABLE, "Legislative Body", Of::Any),
        ],
    ),
    ("chapter-number", &[(JSON, "chapter", Of::Any), (JSON, "session", Of::Any), (TABLE, "Session", Of::Any)]),
    ("section", &[(JSON, "section", Of::Any), (JSON, "committee", Of::Any), (TABLE, "Section", Of::Any), (TABLE, "Committee", Of::Any)]),
    ("references", &[(JSON, "history", Of::Any), (TABLE, "History", Of::Any)]),
];

/// Types of CSL that are finer than the schema's kinds, and their words in other formats. The first word of a format is the one
/// that is written.
const KINDS: &[(&str, &[(&str, &str)])] = &[
    ("article-magazine", &[(RIS, "MGZN"), (REFER, "Magazine Article"), (JSON, "magazineArticle")]),
    ("bill", &[(RIS, "BILL"), (RIS, "UNBILL"), (REFER, "Bill"), (REFER, "Bills/Resolutions"), (JSON, "bill")]),
    ("broadcast", &[(JSON, "tvBroadcast"), (JSON, "radioBroadcast"), (JSON, "podcast")]),
    ("entry-dictionary", &[(RIS, "DICT"), (REFER, "Dictionary"), (JSON, "dictionaryEntry")]),
    ("entry-encyclopedia", &[(RIS, "ENCYC"), (REFER, "Encyclopedia"), (BIBTEX, "inreference"), (JSON, "encyclopediaArticle")]),
    ("figure", &[(RIS, "FIGURE"), (REFER, "Figure")]),
    ("graphic", &[(RIS, "ART"), (REFER, "Artwork"), (BIBTEX, "artwork"), (JSON, "artwork")]),
    ("hearing", &[(RIS, "HEAR"), (REFER, "Hearing"), (JSON, "hearing")]),
    ("interview", &[(JSON, "interview")]),
    ("legal_case", &[(RIS, "CASE"), (REFER, "Case"), (REFER, "Case/Court Decisions"), (BIBTEX, "jurisdiction"), (JSON, "case")]),
    ("legislation", &[(RIS, "STAT"), (REFER, "Statute"), (REFER, "Laws/Statutes"), (BIBTEX, "legislation"), (JSON, "statute")]),
    (
        "motion_picture",
        &[
            (RIS, "MPCT"),
            (RIS, "VIDEO"),
            (REFER, "Film or Broadcast"),
            (REFER, "Motion Picture"),
            (REFER, "Video/DVD"),
            (BIBTEX, "movie"),
            (JSON, "film"),
            (JSON, "videoRecording"),
        ],
    ),
    ("musical_score", &[(RIS, "MUSIC"), (REFER, "Music"), (REFER, "Music Score")]),
    ("pamphlet", &[(RIS, "PAMP"), (REFER, "Pamphlet")]),
    ("performance", &[(BIBTEX, "performance")]),
    (
        "personal_communication",
        &[
            (RIS, "PCOMM"),
            (REFER, "Personal Communication"),
            (BIBTEX, "letter"),
            (JSON, "letter"),
            (JSON, "email"),
            (JSON, "instantMessage"),
        ],
    ),
    ("post", &[(JSON, "forumPost")]),
    ("post-weblog", &[(RIS, "BLOG"), (REFER, "Blog"), (JSON, "blogPost")]),
    ("regulation", &[(RIS, "LEGAL"), (REFER, "Legal Rule or Regulation")]),
    ("song", &[(RIS, "SOUND"), (REFER, "Sound Recording"), (BIBTEX, "audio"), (JSON, "audioRecording")]),
    ("speech", &[(RIS, "SLIDE"), (JSON, "presentation")]),
];

/// Lines by which tagged formats say the kind of a work.
const KIND_LINES: &[(&str, &str, &str)] =
    &[(RIS, "TY", RIS), (REFER, "%0", REFER), (REFWORKS, "RT", REFER), ("noteexpress", "Reference Type", REFER)];

/// What a record keeps of formats: pairs of a name and a text. There are few, so they are looked through and not looked up.
struct Kept<'a>(Vec<(&'a str, &'a [Value])>);

impl<'a> Kept<'a> {
    fn of(article: &'a Article) -> Self {
        Self(article.raw.iter().filter_map(|(key, kept)| Some((key.as_str(), kept.as_array()?.as_slice()))).collect())
    }

    /// The pairs of a format that were kept as they were written.
    fn as_written(&self, format: &str) -> Option<&'a [Value]> {
        self.0.iter().find(|(key, _)| key.strip_suffix(AS_WRITTEN) == Some(format)).map(|(_, pairs)| *pairs)
    }

    /// The text that stands with a name among the pairs of a format; a table may be parted by tabs.
    fn pair(&self, format: &str, name: &str) -> Option<&'a str> {
        let is = |key: &str| key == format || (format == TABLE && key == "tsv");
        text_of(self.0.iter().find(|(key, _)| is(key))?.1, name)
    }
}

/// The variables of CSL, with their text, that a record has under the names of other formats.
pub fn variables(article: &Article) -> Vec<(&'static str, Cow<'_, str>)> {
    let kept = Kept::of(article);
    if kept.0.is_empty() {
        return Vec::new();
    }
    let thing = |(variable, names): &(&'static str, &[Name])| {
        let text = of_others(article, &kept, names)?;
        Some((told(article, variable), text))
    };
    let mut all: Vec<(&'static str, Cow<'_, str>)> = THINGS.iter().filter_map(thing).collect();
    // `en-US`: the schema has the language without its country.
    let country = kept.pair(JSON, "language").filter(|said| said.contains('-') && Language::parse(said) == article.lang);
    all.extend(country.map(|said| ("language", Cow::Borrowed(said))));
    all
}

/// The variable that a thing is: what sort of film it is the tagged formats do not say, but on what it is.
fn told(article: &Article, variable: &'static str) -> &'static str {
    if variable == "genre" && csl_type(article) == Some("motion_picture") { "medium" } else { variable }
}

/// The type of CSL that a record is, where it is finer than its kind: as CSL says it, or another format.
pub fn csl_type(article: &Article) -> Option<&str> {
    let stated = article.raw.get(CSL_JSON).and_then(|kept| kept.get("type")).and_then(Value::as_str);
    let kept = Kept::of(article);
    let line = |(format, tag, words): &(&str, &str, &'static str)| Some((*words, text_of(kept.as_written(format)?, tag)?));
    let lines =
        KIND_LINES.iter().filter_map(line).chain(article.rest.get("endnote-type").and_then(Value::as_str).map(|word| (REFER, word)));
    let item = |(format, name): (&str, &str)| Some((JSON, kept.pair(format, name)?));
    let items = [(JSON, "itemType"), (TABLE, "Item Type")].into_iter().filter_map(item);
    let named = |(words, word): (&str, &str)| {
        let is = |(known, name): &(&str, &str)| *known == words && name.eq_ignore_ascii_case(word);
        KINDS.iter().find(|(_, names)| names.iter().any(is)).map(|(csl, _)| *csl)
    };
    stated.or_else(|| lines.chain(items).find_map(named)).filter(|word| csl::kind_of(word) == article.kind)
}

/// The kind of work that a type of Zotero's items is, where its word means nothing or another thing elsewhere.
pub fn kind_of_item(word: &str) -> Option<ArticleKind> {
    let (csl, _) = KINDS.iter().find(|(_, names)| names.contains(&(JSON, word)))?;
    Some(csl::kind_of(csl))
}

/// The word of a format for a record that is of a finer sort than its kind, unless the record came from that format.
pub fn kind_word(article: &Article, format: &str) -> Option<&'static str> {
    // What came with lines of its own has the order of them, or how they were written.
    if article.raw.keys().any(|key| key.split_once(':').is_some_and(|(of, _)| of == format)) {
        return None;
    }
    let word = csl_type(article)?;
    let (_, names) = KINDS.iter().find(|(csl, _)| *csl == word)?;
    // NoteExpress has the words of Refer.
    let words = KIND_LINES.iter().find(|(known, ..)| *known == format).map_or(format, |(_, _, words)| *words);
    names.iter().find(|(known, _)| *known == words).map(|(_, name)| *name)
}

/// The record with what it has under the names of other formats under those of this one, so that its writer finds it.
pub fn lent<'a>(article: &'a Article, format: &str) -> Cow<'a, Article> {
    let kept = Kept::of(article);
    let of_csl = article.raw.get(CSL_JSON);
    let lent = |(variable, names): &(&'static str, &[Name])| {
        let (_, name, of) = names.iter().find(|(known, ..)| *known == format)?;
        let in_pages = *of == Of::Whole && !article.pages.is_empty();
        if !of.has(&article.kind) || in_pages || kept.pair(format, name).is_some() {
            return None;
        }
        let text = in_schema(article, variable)
            .or_else(|| stated(of_csl?, told(article, variable)))
            .or_else(|| of_others(article, &kept, names))?;
        // Chinese programs have the CN of a journal under one of these tags, and a range under the other is the pages.
        if (*name == "%L" && is_cn(&text)) || (*of == Of::Whole && is_range(&text)) {
            return None;
        }
        Some((*name, if format == BIBTEX { latex::escaped(&text) } else { text.into_owned() }))
    };
    let pairs: Vec<(&str, String)> = THINGS.iter().filter_map(lent).collect();
    if pairs.is_empty() {
        return Cow::Borrowed(article);
    }
    let mut article = article.clone();
    let kept = article.raw.entry(format.to_owned()).or_insert_with(|| Value::Array(Vec::new()));
    if let Value::Array(kept) = kept {
        kept.extend(pairs.into_iter().map(|(name, text)| Value::Array(vec![name.into(), text.into()])));
    }
    Cow::Owned(article)
}

/// The text of a variable that the schema has a member for.
fn in_schema<'a>(article: &'a Article, variable: &str) -> Option<Cow<'a, str>> {
    let text = match variable {
        "genre" if told(article, "genre") == "genre" => article.imprint.genre.as_deref(),
        "genre" => article.imprint.medium.as_deref(),
        "archive_location" => article.imprint.archive_location.as_deref(),
        _ => None,
    };
    text.map(Cow::Borrowed)
}

/// The text of a variable in what was kept of an item of CSL.
fn stated<'a>(item: &'a Value, variable: &str) -> Option<Cow<'a, str>> {
    match item.get(variable)? {
        Value::String(text) => Some(Cow::Borrowed(text.as_str())),
        Value::Number(number) => Some(Cow::Owned(number.to_string())),
        _ => None,
    }
}

/// The text under the first of names that the record has something under.
fn of_others<'a>(article: &'a Article, kept: &Kept<'a>, names: &[Name]) -> Option<Cow<'a, str>> {
    let text = |(format, name, of): &Name| {
        let text = kept.pair(format, name).filter(|_| of.has(&article.kind))?;
        Some(if *format == BIBTEX { Cow::Owned(latex::plain(text)) } else { Cow::Borrowed(text) })
    };
    names.iter().find_map(text).filter(|text| !text.trim().is_empty())
}
