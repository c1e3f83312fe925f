//! Members that other programs call or write otherwise than the schema does.

use serde::Deserialize;
use serde::de::value::MapDeserializer;
use serde_json::{Map, Value};

use super::kind_of;
use crate::formats::{Finding, gbt7714, rich, tagged};
use crate::record::{
    AbstractSection, Article, Contributor, Doi, Identifiers, Journal, Language, MultiText, Multilingual, Pages, Reference,
};

/// What another program writes where the schema has something else, and how it comes to its member. False where that shape
/// has no such meaning after all (`"year": "soon"`).
#[derive(Clone, Copy)]
enum Shape {
    Text(fn(&mut Article, String) -> bool),
    Number(fn(&mut Article, String) -> bool),
    Texts(fn(&mut Article, Vec<String>) -> bool),
}

/// How a member is understood that is not as the schema has it.
#[derive(Clone, Copy)]
pub(super) struct Way {
    shape: Shape,
    /// The schema's name for it where it only has another name, so that nothing is doubtful in it.
    renamed: Option<&'static str>,
}

/// Members by the names of the schema.
const OTHERWISE: &[(&str, Shape)] = &[
    ("v", Shape::Text(|article, text| number(&text, |version| article.v = version))),
    ("type", Shape::Number(kind)),
    ("lang", Shape::Number(|article, number| put(&mut article.lang, Language::parse(&number)))),
    ("title", Shape::Text(|article, text| put(&mut article.title, told(text)))),
    ("subtitle", Shape::Text(|article, text| put(&mut article.subtitle, told(text)))),
    ("short_title", Shape::Text(|article, text| put(&mut article.short_title, told(text)))),
    ("heading", Shape::Text(|article, text| put(&mut article.heading, told(text)))),
    ("journal", Shape::Text(journal)),
    ("year", Shape::Text(|article, text| number(&text, |year| article.year = Some(year)))),
    ("volume", Shape::Number(|article, number| put(&mut article.volume, Some(number)))),
    ("issue", Shape::Number(|article, number| put(&mut article.issue, Some(number)))),
    ("pages", Shape::Text(|article, text| put(&mut article.pages, Pages::parse(&text)))),
    ("pages", Shape::Number(|article, number| put(&mut article.pages, Pages::parse(&number)))),
    ("authors", Shape::Texts(|article, names| put(&mut article.authors, names.into_iter().map(named).collect()))),
    ("authors", Shape::Text(people)),
    ("abstract", Shape::Text(|article, text| put(&mut article.abstracts, one_section(text)))),
    ("keywords", Shape::Texts(|article, words| put(&mut article.keywords, by_language(words)))),
    ("keywords", Shape::Text(|article, text| put(&mut article.keywords, by_language(parted(&text))))),
    ("copyright", Shape::Number(|article, number| put(&mut article.copyright, Some(number)))),
    ("notes", Shape::Text(|article, text| put(&mut article.notes, vec![text]))),
    ("tags", Shape::Text(|article, text| put(&mut article.tags, vec![text]))),
];

/// Members by names of others: the name, the schema's, and the shape.
const RENAMED: &[(&str, &str, Shape)] = &[
    ("references", "refs", Shape::Texts(|article, printed| put(&mut article.refs, Some(printed.into_iter().map(printed_as).collect())))),
    ("doi", "ids", Shape::Text(identified)),
    ("DOI", "ids", Shape::Text(identified)),
    ("题名", "title", Shape::Text(|article, text| put(&mut article.title, told(rich_lite(text))))),
    ("篇名", "title", Shape::Text(|article, text| put(&mut article.title, told(rich_lite(text))))),
    ("标题", "title", Shape::Text(|article, text| put(&mut article.title, told(rich_lite(text))))),
    ("author", "authors", Shape::Text(people)),
    ("author", "authors", Shape::Texts(|article, names| put(&mut article.authors, names.into_iter().map(named).collect()))),
    ("作者", "authors", Shape::Text(people)),
    ("作者", "authors", Shape::Texts(|article, names| put(&mut article.authors, names.into_iter().map(named).collect()))),
    ("source", "journal", Shape::Text(source)),
    ("刊名", "journal", Shape::Text(|article, title| journal(article, rich_lite(title)))),
    ("来源", "journal", Shape::Text(source)),
    ("文献来源", "journal", Shape::Text(source)),
    ("年", "year", Shape::Text(|article, text| number(&text, |year| article.year = Some(year)))),
    ("年", "year", Shape::Number(|article, text| number(&text, |year| article.year = Some(year)))),
    ("年份", "year", Shape::Text(|article, text| number(&text, |year| article.year = Some(year)))),
    ("年份", "year", Shape::Number(|article, text| number(&text, |year| article.year = Some(year)))),
    ("卷", "volume", Shape::Text(|article, text| put(&mut article.volume, Some(text)))),
    ("卷", "volume", Shape::Number(|article, number| put(&mut article.volume, Some(number)))),
    ("期", "issue", Shape::Text(|article, text| put(&mut article.issue, Some(text)))),
    ("期", "issue", Shape::Number(|article, number| put(&mut article.issue, Some(number)))),
    ("页码", "pages", Shape::Text(|article, text| put(&mut article.pages, Pages::parse(&text)))),
    ("摘要", "abstract", Shape::Text(|article, text| put(&mut article.abstracts, one_section(rich_lite(text))))),
    (
        "关键词",
        "keywords",
        Shape::Texts(|article, words| put(&mut article.keywords, by_language(words.into_iter().map(rich_lite).collect()))),
    ),
    (
        "关键词",
        "keywords",
        Shape::Text(|article, text| put(&mut article.keywords, by_language(parted(&text).into_iter().map(rich_lite).collect()))),
    ),
];

/// What a source may be called that is no journal but the database that the record is from, in small letters.
const DATABASES: &[&str] = &[
    "pubmed",
    "pmc",
    "europe pmc",
    "medline",
    "embase",
    "web of science",
    "wos",
    "scopus",
    "crossref",
    "openalex",
    "semantic scholar",
    "google scholar",
    "doaj",
    "dblp",
    "arxiv",
    "jstor",
    "ebsco",
    "proquest",
    "sciencedirect",
    "ieee xplore",
    "cnki",
    "知网",
    "中国知网",
    "万方",
    "万方数据",
    "维普",
    "维普网",
    "读秀",
    "超星",
    "百度学术",
];

/// Members by which a work is known: an object that has none of them is no record, whatever else it is.
const KNOWN_BY: &[&str] = &["title", "authors", "ids", "journal", "year", "abstract", "refs"];

/// Tells of an object of which nothing was read by which a work is known, unless it is told of those members themselves.
///
/// # Errors
/// The object says nothing else either that the schema has a member for: settings of a program, a map, an answer without works.
pub(super) fn nothing_known(article: &Article, kept: &Map<String, Value>, line: usize) -> Result<Option<Finding>, Finding> {
    let Article { title, authors, ids, journal, year, abstracts, refs, .. } = article;
    let known = !title.is_empty() || !authors.is_empty() || !ids.is_empty() || !journal.is_empty() || year.is_some();
    if known || !abstracts.is_empty() || refs.is_some() || KNOWN_BY.iter().any(|member| kept.contains_key(*member)) {
        return Ok(None);
    }
    let sentence = "this object has no title, author, journal, year or identifier that qikan knows";
    let says = |name: &str| !matches!(name, "v" | "type" | "lang" | "title") && !article.rest.contains_key(name);
    let members = serde_json::to_value(article).ok();
    if members.as_ref().and_then(Value::as_object).is_some_and(|members| !members.keys().any(|name| says(name))) {
        return Err(Finding::skipped(format!("{sentence}: it is JSON of another kind, or an answer that found nothing")).at(line));
    }
    Ok(Some(Finding::kept(format!("{sentence}; what it has is kept as it stands; is it JSON of another kind?")).at(line).of("title")))
}

fn put<T>(member: &mut T, value: T) -> bool {
    *member = value;
    true
}

fn number<T: std::str::FromStr>(text: &str, take: impl FnOnce(T)) -> bool {
    text.trim().parse().map(take).is_ok()
}

fn kind(article: &mut Article, number: String) -> bool {
    serde_json::from_value(Value::String(number)).map(|kind| article.kind = kind).is_ok()
}

/// Plain text or HTML, which others write in members of their own, as the schema writes text. Who uses the schema's names is
/// taken to write as it does: what was written comes back.
fn rich_lite(text: String) -> String {
    rich::of_markup_if_any(&text).into_owned()
}

/// A text under the language that it is seen to be in.
fn told(text: String) -> MultiText {
    MultiText::of(Language::of_text(&text), text)
}

fn named(name: String) -> Contributor {
    Contributor { name: told(name), ..Contributor::default() }
}

/// Several people in one string, as Chinese databases write them (`甲;乙`).
fn people(article: &mut Article, names: String) -> bool {
    put(&mut article.authors, tagged::people::people(&names))
}

fn journal(article: &mut Article, title: String) -> bool {
    put(&mut article.journal, Journal { title: told(title), ..Journal::default() })
}

/// What is called a source: a journal, unless it is an address or the database that the record is from.
fn source(article: &mut Article, title: String) -> bool {
    let lower = title.trim().to_lowercase();
    let is_journal = !lower.contains("://") && !lower.starts_with("www.") && !DATABASES.contains(&&*lower);
    is_journal && journal(article, rich_lite(title))
}

/// Key words of one string.
fn parted(words: &str) -> Vec<String> {
    let strong = [';', '；', '\n', '|'];
    let signs: &[char] = if words.contains(strong) { &strong } else { &[',', '，', '、'] };
    words.split(signs).map(str::trim).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

fn one_section(text: String) -> Multilingual<Vec<AbstractSection>> {
    let lang = Language::of_text(&text);
    Multilingual::of(lang, vec![AbstractSection { head: None, text, ..AbstractSection::default() }])
}

fn by_language(words: Vec<String>) -> Multilingual<Vec<String>> {
    let mut all: Multilingual<Vec<String>> = Multilingual::default();
    for word in words {
        all.entry(Language::of_text(&word)).push(word);
    }
    all
}

/// A line of a printed list.
fn printed_as(raw: String) -> Reference {
    Reference { n: gbt7714::split_number(&raw).0, raw, ..Reference::default() }
}

fn identified(article: &mut Article, doi: String) -> bool {
    Doi::parse(&doi).map(|doi| article.ids = Identifiers { doi: Some(doi), ..Identifiers::default() }).is_some()
}

impl Shape {
    /// Whether JSON is of this shape: its first sign tells, and of an array the first sign within.
    fn is_of(self, json: &str) -> bool {
        match self {
            Self::Text(_) => json.starts_with('"'),
            Self::Number(_) => json.starts_with(|c: char| c == '-' || c.is_ascii_digit()),
            Self::Texts(_) => json.strip_prefix('[').is_some_and(|within| within.trim_start().starts_with(['"', ']'])),
        }
    }
}

impl Way {
    /// Reads JSON into its member; false where it is not understood. What only has another name and is not what it seemed
    /// (`"doi": "n/a"`), or whose place another one has (`"DOI"` and `"doi"`), is a member that the schema does not know.
    pub(super) fn put(self, article: &mut Article, member: &str, json: &str) -> bool {
        let understood = match self.shape {
            _ if self.renamed.is_some_and(|own| has_place_taken(article, own)) => false,
            Shape::Text(put) => serde_json::from_str(json).is_ok_and(|text| put(article, text)),
            Shape::Number(put) => put(article, json.to_owned()),
            Shape::Texts(put) => serde_json::from_str(json).is_ok_and(|texts| put(article, texts)),
        };
        understood
            || self.renamed.is_some() && serde_json::from_str(json).map(|value| article.rest.insert(member.to_owned(), value)).is_ok()
    }

    /// What is told of a member that was read so. An empty list is one in any shape.
    pub(super) fn told(self, member: &str, json: &str, line: usize) -> Option<Finding> {
        let kind = match self.shape {
            Shape::Text(_) => "a string",
            Shape::Number(_) => "a number",
            Shape::Texts(_) => "an array",
        };
        let told = || Finding::kept(format!("this was {kind}; it was read as the schema writes it")).at(line).of(member);
        let is_doubtful = !matches!(self.shape, Shape::Texts(_)) || json.contains('"');
        (is_doubtful && self.renamed.is_none()).then(told)
    }
}

/// Whether a member of [`RENAMED`] has something already, by the schema's name.
fn has_place_taken(article: &Article, own: &str) -> bool {
    match own {
        "title" => !article.title.is_empty(),
        "authors" => !article.authors.is_empty(),
        "journal" => !article.journal.is_empty(),
        "ids" => !article.ids.is_empty(),
        "year" => article.year.is_some(),
        "volume" => article.volume.is_some(),
        "issue" => article.issue.is_some(),
        "pages" => article.pages != Pages::default(),
        "abstract" => !article.abstracts.is_empty(),
        "keywords" => !article.keywords.is_empty(),
        "refs" => article.refs.is_some(),
        _ => false,
    }
}

/// How a member of a record that has members of these names is understood, if it is not as the schema has it.
pub(super) fn way<N: AsRef<str>>(member: &str, json: &str, names: &[N]) -> Option<Way> {
    let has = |own: &str| names.iter().any(|name| name.as_ref() == own);
    let otherwise = OTHERWISE.iter().filter(|(name, _)| *name == member).map(|(_, shape)| Way { shape: *shape, renamed: None });
    // What is called a source may be anything: a journal only beside a title and what else stands with one, if none is named.
    let any = |names: &[&str]| names.iter().any(|name| has(name));
    let is_unsure = match member {
        "source" => {
            let in_chinese = || RENAMED.iter().any(|(name, ..)| !name.is_ascii() && has(name));
            let in_issue = || has("year") && any(&["volume", "issue", "pages"]);
            !any(&["title", "题名", "篇名", "标题"]) || has("刊名") || !(in_chinese() || in_issue())
        }
        "来源" | "文献来源" => has("刊名"),
        _ => false,
    };
    let renamed = RENAMED.iter().filter(|(name, own, _)| *name == member && !has(own) && !is_unsure);
    otherwise.chain(renamed.map(|(_, own, shape)| Way { shape: *shape, renamed: Some(own) })).find(|way| way.shape.is_of(json))
}

/// Keeps a member that nobody understands, and says so.
pub(super) fn keep(member: &str, value: Value, kept: &mut Map<String, Value>, line: usize) -> Finding {
    let why = Article::deserialize(MapDeserializer::<_, serde_json::Error>::new(std::iter::once((member, &value)))).err();
    // Of other mistakes the reason would quote the value.
    let why = why.map(|why| why.to_string()).filter(|why| why.contains("is a part of a name")).map(|why| format!(" ({why})"));
    let sentence = format!("{} is not what the schema has here{}; it is kept under raw", kind_of(&value), why.unwrap_or_default());
    kept.insert(member.to_owned(), value);
    Finding::kept(sentence).at(line).of(member)
}

/// Whether a member is as the schema has it.
pub(super) fn fits(member: &str, value: &Value) -> bool {
    Article::deserialize(MapDeserializer::<_, serde_json::Error>::new(std::iter::once((member, value)))).is_ok()
}

/// Elements of a list that fit the schema, if there are any, and those that do not. The positions of affiliations are what
/// authors point at, so that list is never thinned out.
pub(super) fn thinned(member: &str, value: &Value) -> Option<(Vec<Value>, Vec<Value>)> {
    let elements = value.as_array().filter(|_| member != "affiliations")?;
    let (good, bad): (Vec<Value>, Vec<Value>) =
        elements.iter().cloned().partition(|element| fits(member, &Value::Array(vec![element.clone()])));
    (!good.is_empty() && fits(member, &Value::Array(good.clone()))).then_some((good, bad))
}
