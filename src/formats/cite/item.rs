//! A record as an item of a CSL style: plain text, names that hayagriva takes as they are, dates that it can bear.

use hayagriva::citationberg::json::Item;
use serde_json::{Map, Value, json};

use super::dialect;
use super::gbt7714;
use super::given;
use super::kind::on_arxiv;
use super::mend::EDITED_BY_SOMEBODY;
use super::names;
use super::nearest;
use super::others::OTHERS;
use super::quoted;
use super::sheltered::{self, sheltered, sheltered_all};
use super::tidy::unstopped;
use crate::formats::csl::{AS_WRITTEN, ROLES, csl_of};
use crate::record::{Article, ArticleKind, Language};
use crate::text::{clean_line, plain};

/// Variables of words, in which names and acronyms keep their letters.
pub(super) const WORDS: &[&str] = &[
    "title",
    "title-short",
    "container-title",
    "container-title-short",
    "collection-title",
    "event-title",
    "event",
    "publisher",
    "publisher-place",
    "genre",
    "volume-title",
    "original-title",
    "original-publisher",
];

/// CSL types of what stands in a journal.
const IN_A_JOURNAL: &[&str] = &["article-journal", "article-magazine", "review", "review-book"];

/// Of such an article none of these is cited: the heading that it stands under, the kind that its journal calls it, the place of
/// its publisher, and whoever handled it for the journal.
const OF_THE_JOURNAL: &[&str] = &["section", "genre", "publisher-place", "editor"];

/// What makes hayagriva take a text with a number in it for no number.
const NO_NUMBER: &str = " \u{f0001}";

/// What a style prints beside the variables that all have.
#[expect(clippy::struct_excessive_bools, reason = "each is printed or not by itself")]
pub(super) struct Prints {
    /// The titles of volumes.
    pub volumes: bool,
    /// The number in the scheme CSTR.
    pub cstr: bool,
    /// The language of a work.
    pub language: bool,
    /// Its own words in English.
    pub english: bool,
}

/// The item of a record; `number` is its key, `near` the type that it has where the style prints nothing of its own. Nothing where
/// the processor does not take it.
pub(super) fn item(
    article: &Article,
    number: usize,
    language: Option<&Language>,
    prints: &Prints,
    near: Option<&'static str>,
) -> Option<Item> {
    let language = names::language_of(article, language);
    // The word for authors who are not named is not CSL's.
    let cited = Article { lang: language, etal: false, ..article.clone() };
    let Value::Object(members) = csl_of(&cited, number) else { return None };
    let has = |member: &str| members.get(member).is_some();
    let kind = members.get("type").and_then(Value::as_str).unwrap_or_default();
    // What a publisher has and no journal is no article, whatever its source calls it.
    let in_none = kind == "article-journal" && !has("container-title") && has("publisher");
    // Styles leave what was said between two people out of their lists, whoever asks for it.
    let near = near.or((kind == "personal_communication").then_some("manuscript"));
    let genre = near.filter(|near| *near != "report" && !has("genre")).map(|_| nearest::genre(kind, &members, &cited.lang));
    let kind = match kind {
        _ if near.is_some() => near.unwrap_or(kind),
        // Printed in a journal it is one of its articles.
        "interview" if has("container-title") && (has("volume") || has("issue")) => "article-journal",
        _ if in_none => "document",
        kind => kind,
    }
    .to_owned();
    // English is the one language in which a style changes the case of titles.
    let is_english = matches!(cited.lang, Language::En | Language::Und);
    let shelter = |text: &str| if is_english { sheltered(text) } else { sheltered_all(text) };
    let in_a_journal = IN_A_JOURNAL.contains(&kind.as_str());
    let mut whole = Map::new();
    for (name, value) in members {
        if matches!(name.as_str(), "id" | "note" | "abstract" | "keyword" | EDITED_BY_SOMEBODY)
            || (in_a_journal && OF_THE_JOURNAL.contains(&name.as_str()))
            // `A` of the page `A1`.
            || (name == "section" && is_of_page(&value, &article.pages.raw))
            // Named in the description.
            || (genre.is_some() && matches!(name.as_str(), "interviewer" | "recipient"))
            // hayagriva 0.10 changes no case around a work in another language, so that APA's editors are `eds.`.
            || (name == "language" && !prints.language)
        {
            continue;
        }
        let value = match value {
            // Web of Science's `1656-+`, and ranges that nobody ended.
            Value::String(text) if name == "page" => {
                // The ranges alone: `42-79 Seiten` counts pages, too.
                let text = gbt7714::pages(&article.pages).unwrap_or(text);
                Some(text.trim_end_matches(|c: char| !c.is_alphanumeric() && c != ')' && c != ']').into())
            }
            // CNKI names the degree alone.
            Value::String(text) if name == "genre" && matches!(text.as_str(), "学士" | "硕士" | "博士") => {
                Some((text + "学位论文").into())
            }
            Value::String(text) if name == "edition" => {
                Some(edition(cited.imprint.edition_number(), &plain(&text), prints.english && article.authors.is_empty()).into())
            }
            Value::String(text) if name == "volume" => Some(counted(&plain(&text)).into()),
            Value::String(text) if name == "issue" && cited.lang != Language::Zh => Some(supplement(&plain(&text)).into()),
            // A blank that stays: Vancouver sets the volume close behind.
            Value::String(text) if name == "collection-title" && in_a_journal => Some(format!("{}\u{a0}", plain(&text)).into()),
            Value::String(text) if name == "number" => Some(number_of_work(&sheltered(&plain(&text))).into()),
            Value::String(text) => {
                let text = with_species(&text);
                let text = if matches!(name.as_str(), "title" | "title-short") { unstopped(&text) } else { &text };
                Some(if WORDS.contains(&name.as_str()) { quoted::kept(&shelter(text)) } else { text.to_owned() }.into())
            }
            Value::Number(number) => Some(Value::String(number.to_string())),
            Value::Array(people) if ROLES.iter().any(|(_, csl)| *csl == name) => {
                let given = people.iter().filter_map(|one| one.get("given").and_then(Value::as_str));
                let initials_alone = given::initials_alone(given);
                let mut people: Vec<Value> = people.iter().filter_map(|one| person(one, initials_alone)).collect();
                if article.etal && name == "author" && !people.is_empty() {
                    people.push(json!({ "literal": OTHERS }));
                }
                Some(people.into())
            }
            Value::Object(date) => {
                // Of an item it stands in brackets, as a year does that is only not printed in its book.
                let in_brackets =
                    name == "issued" && cited.dates.raw.get("published").and_then(Value::as_str).is_some_and(|said| said.starts_with('['));
                let of_item = cited.raw.get(AS_WRITTEN).and_then(|item| item.get("issued")).filter(|_| in_brackets);
                let is_circa = |date: &Value| date.get("circa").is_some_and(|circa| *circa != false && !circa.is_null() && *circa != 0);
                let circa = date.get("circa").is_some() || of_item.is_some_and(is_circa);
                let day = date.get("date-parts").and_then(Value::as_array).and_then(|parts| day(parts));
                day.map(|day| json!({ "date-parts": [day], "circa": circa }))
            }
            _ => None,
        };
        whole.extend(value.map(|value| (name, value)));
    }
    if let Some(cstr) = article.ids.cstr.as_ref().filter(|_| prints.cstr) {
        whole.insert(dialect::CSTR.to_owned(), Value::String(clean_line(cstr).into_owned()));
    }
    if !prints.volumes {
        in_one_volume(&mut whole, article);
    }
    // A Chinese journal is not abbreviated, though its English title is.
    let is_han = |member: &str| whole.get(member).and_then(Value::as_str).is_some_and(names::is_cjk);
    let short = whole.contains_key("container-title-short") && (is_han("container-title-short") || !is_han("container-title"));
    if let Some(title) = whole.get("container-title").filter(|_| !short).cloned() {
        whole.insert("container-title-short".to_owned(), title);
    }
    // A paper whose proceedings have a publisher stands in a book, whether its editor is known or not.
    let in_a_book = kind == "paper-conference" && (whole.contains_key("publisher") || whole.contains_key("publisher-place"));
    if in_a_book || whole.get("editor").and_then(Value::as_array).is_some_and(|editors| !editors.is_empty()) {
        whole.insert(EDITED_BY_SOMEBODY.to_owned(), "1".into());
    }
    if let Some(url) = on_arxiv(article) {
        let number = article.ids.arxiv.as_deref().map(|id| format!("arXiv:{}", clean_line(id).trim()));
        for (name, said) in [("URL", Some(url)), ("publisher", Some("arXiv".to_owned())), ("number", number)] {
            if let Some(said) = said.filter(|_| !whole.contains_key(name)) {
                whole.insert(name.to_owned(), if name == "URL" { said } else { sheltered(&said) }.into());
            }
        }
    }
    whole.extend(genre.map(|genre| ("genre".to_owned(), Value::String(shelter(&genre)))));
    whole.insert("type".to_owned(), kind.into());
    whole.insert("id".to_owned(), Value::String(format!("{number:06}")));
    serde_json::from_value(Value::Object(whole)).ok()
}

/// A text as it is printed, with the small words of species sheltered: `<i>Homo sapiens</i>` has them in title case, too (Chicago
/// 17, 8.159).
fn with_species(text: &str) -> String {
    let mut said = plain(text);
    if !text.contains("<i>") {
        return said;
    }
    for italic in text.split("<i>").skip(1).filter_map(|behind| behind.split_once("</i>")).map(|(italic, _)| italic) {
        let mut words = italic.split(' ');
        let genus = words.next().is_some_and(|word| word.starts_with(char::is_uppercase));
        if genus && italic.contains(' ') && words.all(|word| word.starts_with(char::is_lowercase)) && !italic.contains('<') {
            said = said.replacen(italic, &sheltered_all(italic), 1);
        }
    }
    said
}

/// Whether the section of a newspaper is told by its page.
fn is_of_page(section: &Value, pages: &str) -> bool {
    section.as_str().is_some_and(|section| section.chars().count() == 1 && pages.starts_with(section))
}

/// A printed line in the letters of the record.
pub(super) fn bared(line: &str) -> String {
    quoted::set(&sheltered::bared(&line.replace(NO_NUMBER, "")))
}

/// The day that is printed. Of a range the program knows the beginning only, so that of several days of one month the month is
/// printed, and of several months the year. The program counts a year 0 before our era, CSL does not.
fn day(parts: &[Value]) -> Option<Vec<i64>> {
    let numbers = |part: &Value| part.as_array().map(|part| part.iter().filter_map(Value::as_i64).collect::<Vec<_>>());
    let mut first = numbers(parts.first()?).filter(|first| !first.is_empty())?;
    if let Some(last) = parts.get(1).and_then(numbers) {
        let same = first.iter().zip(&last).take_while(|(one, other)| one == other).count();
        first.truncate(same.max(1));
    }
    if let Some(year) = first.first_mut().filter(|year| **year < 0) {
        *year += 1;
    }
    Some(first)
}

/// A style that prints no titles of volumes has that of the volume in the place of the whole work's, and of a volume its own alone.
fn in_one_volume(whole: &mut Map<String, Value>, article: &Article) {
    if let Some(volume) = whole.remove("volume-title") {
        if whole.contains_key("container-title") && article.kind != ArticleKind::Article {
            whole.insert("container-title".to_owned(), volume);
        }
    } else if matches!(article.kind, ArticleKind::Book | ArticleKind::Proceedings) && article.journal.title.is_empty() {
        whole.remove("container-title");
    }
}

/// The number of an edition; any other is words, also where there is a number in it (`2020版`).
///
/// `in_words` is whether the number is, too: hayagriva 0.10 prints none where the title stands for an author (APA: `The Chicago
/// manual of style (17th ed.)`).
fn edition(number: Option<u32>, written: &str, in_words: bool) -> String {
    match number {
        Some(number) if in_words => format!("{} ed.{NO_NUMBER}", gbt7714::ordinal(number)),
        Some(number) => number.to_string(),
        None if written.contains(|c: char| c.is_numeric()) => format!("{written}{NO_NUMBER}"),
        None => written.to_owned(),
    }
}

/// The number of an issue in a list that is not Chinese: `增刊1` is `Suppl. 1`.
fn supplement(issue: &str) -> String {
    match issue.trim().strip_prefix("增刊").or_else(|| issue.trim().strip_suffix("增刊")) {
        Some("") => "Suppl.".to_owned(),
        Some(number) => format!("Suppl. {}", number.trim()),
        None => issue.to_owned(),
    }
}

/// A volume without the Chinese word that a style has one for itself: `卷3` and `第3卷` are `3`.
fn counted(volume: &str) -> String {
    const WORDS: [char; 4] = ['第', '卷', '册', '辑'];
    let number = volume.trim().trim_matches(|c: char| WORDS.contains(&c) || c.is_whitespace());
    let is_number = !number.is_empty() && number.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '–' | '/' | ','));
    if is_number { number.to_owned() } else { volume.to_owned() }
}

/// The number of a report or a standard, as it is written: `PB 91-194001` is one number, no range of them.
fn number_of_work(written: &str) -> String {
    let parted = written.contains(['-', '–', ',', '&']) && written.contains(|c: char| c.is_numeric());
    // Once it would be taken for what follows a range.
    if parted { format!("{written}{NO_NUMBER}{NO_NUMBER}") } else { written.to_owned() }
}

/// A name of somebody; Han names stay in one piece, and the second half of `Ye-fei` counts as an initial of its own.
fn person(name: &Value, initials_alone: bool) -> Option<Value> {
    let part = |member: &str| name.get(member).and_then(Value::as_str).map(|part| clean_line(part).into_owned());
    let Some(mut family) = part("family") else { return Some(json!({ "literal": part("literal")? })) };
    let given = part("given").unwrap_or_default();
    if names::is_cjk(&family) {
        return Some(json!({ "literal": format!("{family}{given}") }));
    }
    let (mut particle, dropping) = (part("non-dropping-particle"), part("dropping-particle"));
    // Of a family name of several words the program would take those before a small one behind the given name (`Neumann, J. von`),
    // unless they are a particle that stays. What begins with a capital is no particle (Du Bois, García Lorca), which some
    // styles put behind: it is one word to the program.
    if particle.is_none()
        && dropping.is_none()
        && let Some((before, last)) = family.rsplit_once(' ')
    {
        if family.split(' ').any(|word| word.starts_with(char::is_lowercase)) {
            (particle, family) = (Some(before.trim().to_owned()), last.to_owned());
        } else {
            family = family.replace(' ', "\u{a0}");
        }
    }
    let given = given::pointed(&given, &family, initials_alone);
    let mut one = Map::new();
    one.insert("family".to_owned(), Value::String(family));
    let given = given.split('-').map(capital).collect::<Vec<_>>().join("-");
    for (member, text) in [
        ("given", Some(given).filter(|given| !given.is_empty())),
        ("non-dropping-particle", particle),
        ("dropping-particle", dropping),
        ("suffix", part("suffix")),
    ] {
        one.extend(text.map(|text| (member.to_owned(), Value::String(text))));
    }
    Some(Value::Object(one))
}

fn capital(part: &str) -> String {
    let mut letters = part.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
