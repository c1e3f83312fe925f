//! What the kinds, fields and languages of BibTeX and BibLaTeX are in a record.

use super::super::citation_key::ENTRY_KEY;
use super::record::KIND;
use crate::record::{ArticleKind, Imprint, Language};

/// A kind of entry: its name, and the kind of record that it is. The first name of a kind that a dialect has is the one it is
/// written with; [`STANDARD`] are those that BibTeX has.
const KINDS: &[(&str, ArticleKind)] = &[
    ("article", ArticleKind::Article),
    ("suppperiodical", ArticleKind::Article),
    ("magazine_article", ArticleKind::Article),
    ("book", ArticleKind::Book),
    ("mvbook", ArticleKind::Book),
    ("booklet", ArticleKind::Book),
    ("collection", ArticleKind::Book),
    ("mvcollection", ArticleKind::Book),
    ("reference", ArticleKind::Book),
    ("mvreference", ArticleKind::Book),
    ("manual", ArticleKind::Book),
    ("monograph", ArticleKind::Book),
    ("ebook", ArticleKind::Book),
    ("incollection", ArticleKind::Chapter),
    ("inbook", ArticleKind::Chapter),
    ("bookinbook", ArticleKind::Chapter),
    ("suppbook", ArticleKind::Chapter),
    ("suppcollection", ArticleKind::Chapter),
    ("inreference", ArticleKind::Chapter),
    ("chapter", ArticleKind::Chapter),
    ("book_section", ArticleKind::Chapter),
    ("encyclopedia_article", ArticleKind::Chapter),
    ("inproceedings", ArticleKind::Paper),
    ("conference", ArticleKind::Paper),
    ("proceedings", ArticleKind::Proceedings),
    ("mvproceedings", ArticleKind::Proceedings),
    ("thesis", ArticleKind::Thesis),
    ("phdthesis", ArticleKind::Thesis),
    ("mastersthesis", ArticleKind::Thesis),
    ("mathesis", ArticleKind::Thesis),
    ("bachelorthesis", ArticleKind::Thesis),
    ("report", ArticleKind::Report),
    ("techreport", ArticleKind::Report),
    ("techrep", ArticleKind::Report),
    ("standard", ArticleKind::Standard),
    ("patent", ArticleKind::Patent),
    ("online", ArticleKind::Webpage),
    ("www", ArticleKind::Webpage),
    ("electronic", ArticleKind::Webpage),
    ("webpage", ArticleKind::Webpage),
    ("website", ArticleKind::Webpage),
    ("web_page", ArticleKind::Webpage),
    ("dataset", ArticleKind::Dataset),
    ("data", ArticleKind::Dataset),
    ("database", ArticleKind::Dataset),
    ("software", ArticleKind::Program),
    ("softwareversion", ArticleKind::Program),
    ("softwaremodule", ArticleKind::Program),
    ("program", ArticleKind::Program),
    ("preprint", ArticleKind::Preprint),
    ("review", ArticleKind::Review),
    ("newspaper", ArticleKind::Newspaper),
    ("newspaper_article", ArticleKind::Newspaper),
    ("map", ArticleKind::Map),
    ("archive", ArticleKind::Archive),
    ("letter", ArticleKind::Archive),
    ("periodical", ArticleKind::Periodical),
    ("misc", ArticleKind::Other),
];

/// Kinds of entries that every BibTeX style has, and two that IEEE's and those for GB/T 7714 have: any other style prints an
/// entry of a kind that it does not know as `misc`.
const STANDARD: &[(&str, ArticleKind)] = &[
    ("article", ArticleKind::Article),
    ("article", ArticleKind::Review),
    ("article", ArticleKind::Editorial),
    ("article", ArticleKind::Correction),
    ("article", ArticleKind::Frontmatter),
    ("article", ArticleKind::Newspaper),
    ("book", ArticleKind::Book),
    ("incollection", ArticleKind::Chapter),
    ("inproceedings", ArticleKind::Paper),
    ("proceedings", ArticleKind::Proceedings),
    ("phdthesis", ArticleKind::Thesis),
    ("techreport", ArticleKind::Report),
    ("patent", ArticleKind::Patent),
    ("standard", ArticleKind::Standard),
];

/// The kind of record that a kind of entry is.
pub fn kind(entry: &str) -> ArticleKind {
    KINDS.iter().find(|(name, _)| *name == entry).map_or(ArticleKind::Other, |(_, kind)| kind.clone())
}

/// The kind of entry that a kind of record is written as.
pub fn entry_kind(kind: &ArticleKind, biblatex: bool) -> &'static str {
    let standard = || STANDARD.iter().find(|(_, known)| known == kind).map(|(name, _)| *name);
    let own = || KINDS.iter().find(|(_, known)| known == kind).map(|(name, _)| *name);
    if biblatex { own().or_else(standard) } else { standard() }.unwrap_or("misc")
}

/// Kinds that styles of BibTeX print as `misc`, which BibLaTeX has entries for: there a field says which it is.
const OF_MISC: &[ArticleKind] = &[
    ArticleKind::Webpage,
    ArticleKind::Dataset,
    ArticleKind::Program,
    ArticleKind::Preprint,
    ArticleKind::Map,
    ArticleKind::Archive,
    ArticleKind::Periodical,
];

/// What `entrysubtype` says of a kind of work that an entry has no kind of its own for: the word of BibLaTeX, Zotero and the
/// styles for GB/T 7714 for an article of a newspaper, else that of BibLaTeX's entry.
pub fn subtype(entry: &str, kind: &ArticleKind) -> Option<&'static str> {
    match entry {
        "article" if *kind == ArticleKind::Newspaper => Some("newspaper"),
        "misc" if OF_MISC.contains(kind) => Some(entry_kind(kind, true)),
        _ => None,
    }
}

/// The kind of a work by its `entrysubtype`, where its entry has a kind for many sorts.
pub fn kind_by_subtype(of_entry: &ArticleKind, subtype: &str) -> Option<ArticleKind> {
    let found = kind(subtype);
    match of_entry {
        ArticleKind::Article if found == ArticleKind::Newspaper && subtype == "newspaper" => Some(found),
        ArticleKind::Other if OF_MISC.contains(&found) => Some(found),
        _ => None,
    }
}

/// Whether the number of a work of this kind is its own, and no issue's or series'.
pub fn is_numbered(kind: &ArticleKind) -> bool {
    use ArticleKind::{Archive, Dataset, Map, Patent, Program, Report, Standard, Webpage};
    matches!(kind, Archive | Dataset | Map | Patent | Program | Report | Standard | Webpage)
}

/// Where a field belongs.
#[derive(Clone, Copy, Debug)]
pub enum Place {
    Title,
    Subtitle,
    /// `titleaddon`: an annex to the title.
    TitleAddon,
    /// `booksubtitle`, `journalsubtitle`, `booktitleaddon`: what belongs behind the title of the whole.
    HostSubtitle,
    ShortTitle,
    /// `journal`.
    Journal,
    /// The whole of which the record is a part.
    BookTitle,
    Abbrev,
    Issn,
    Publisher,
    /// Whoever answers for a thesis or report.
    Institution,
    Year,
    Month,
    Day,
    Date,
    Volume,
    Number,
    Issue,
    Pages,
    Elocation,
    Doi,
    Url,
    Eprint,
    Arxiv,
    Pmid,
    Pmcid,
    Cstr,
    Names(&'static str),
    Abstract,
    Keywords,
    Note,
    Language,
    Copyright,
    HowPublished,
    Isbn,
    Accessed,
    /// Where authors work.
    Affiliation,
    /// `address` and `location`, `edition`, `series`: a member of the imprint.
    Imprint(OfImprint),
    /// `type`: what kind of thesis or report.
    Genre,
}

/// A member of the imprint.
pub type OfImprint = fn(&mut Imprint) -> &mut Option<String>;

/// Whether what is kept under a name is a field that can be written.
pub fn is_name(name: &str) -> bool {
    let sign = |c: char| c.is_whitespace() || c.is_control() || "{}()=,\"#@".contains(c);
    !matches!(name, KIND | ENTRY_KEY | "") && !name.contains(sign)
}

/// Whether a work belongs to a conference.
pub fn meets(kind: &ArticleKind) -> bool {
    matches!(kind, ArticleKind::Paper | ArticleKind::Proceedings)
}

/// Whether a work is a part of a book or of proceedings.
pub fn is_in_a_book(kind: &ArticleKind) -> bool {
    matches!(kind, ArticleKind::Chapter | ArticleKind::Paper)
}

/// Members of the imprint by their names in BibTeX and in BibLaTeX.
pub const IMPRINT: &[(&str, &str, OfImprint)] = &[
    ("edition", "edition", |imprint| &mut imprint.edition),
    ("version", "version", |imprint| &mut imprint.version),
    ("address", "location", |imprint| &mut imprint.place),
    ("series", "series", |imprint| &mut imprint.series),
    ("eventtitle", "eventtitle", |imprint| &mut imprint.event),
    ("venue", "venue", |imprint| &mut imprint.event_place),
    ("scale", "scale", |imprint| &mut imprint.scale),
    ("dimensions", "dimensions", |imprint| &mut imprint.dimensions),
];

/// Fields and where they belong, those that most entries have first: they are found soonest.
const PLACES: &[(&str, Place)] = &[
    ("title", Place::Title),
    ("author", Place::Names("author")),
    ("year", Place::Year),
    ("journal", Place::Journal),
    ("secondarytitle", Place::Journal),
    ("volume", Place::Volume),
    ("pages", Place::Pages),
    ("number", Place::Number),
    ("doi", Place::Doi),
    ("url", Place::Url),
    ("abstract", Place::Abstract),
    ("keywords", Place::Keywords),
    ("publisher", Place::Publisher),
    ("month", Place::Month),
    ("issn", Place::Issn),
    ("booktitle", Place::BookTitle),
    ("editor", Place::Names("editor")),
    ("booksubtitle", Place::HostSubtitle),
    ("booktitleaddon", Place::HostSubtitle),
    ("journalsubtitle", Place::HostSubtitle),
    ("issue", Place::Issue),
    ("note", Place::Note),
    ("subtitle", Place::Subtitle),
    ("titleaddon", Place::TitleAddon),
    ("shorttitle", Place::ShortTitle),
    ("journaltitle", Place::Journal),
    ("shortjournal", Place::Abbrev),
    ("journalabbr", Place::Abbrev),
    ("journal-iso", Place::Abbrev),
    ("abbrev_source_title", Place::Abbrev),
    ("school", Place::Institution),
    ("institution", Place::Institution),
    ("organization", Place::Institution),
    ("affiliation", Place::Affiliation),
    ("affiliations", Place::Affiliation),
    ("day", Place::Day),
    ("date", Place::Date),
    ("page", Place::Pages),
    ("eid", Place::Elocation),
    ("article-number", Place::Elocation),
    ("articleno", Place::Elocation),
    ("art_number", Place::Elocation),
    ("eprint", Place::Eprint),
    ("arxivid", Place::Arxiv),
    ("arxiv", Place::Arxiv),
    ("pmid", Place::Pmid),
    ("pubmed_id", Place::Pmid),
    ("pmcid", Place::Pmcid),
    ("translator", Place::Names("translator")),
    ("cstr", Place::Cstr),
    ("bookauthor", Place::Names("container-author")),
    ("book-author", Place::Names("container-author")),
    ("director", Place::Names("director")),
    ("holder", Place::Names("holder")),
    ("collaborator", Place::Names("collaborator")),
    ("keyword", Place::Keywords),
    ("author_keywords", Place::Keywords),
    ("eissn", Place::Issn),
    ("langid", Place::Language),
    ("hyphenation", Place::Language),
    ("language", Place::Language),
    ("copyright", Place::Copyright),
    ("howpublished", Place::HowPublished),
    ("isbn", Place::Isbn),
    ("urldate", Place::Accessed),
    ("type", Place::Genre),
];

/// Where a field belongs, by its name in lower case.
pub fn place(name: &str) -> Option<Place> {
    // Most others are told by their length or their first letter, sooner than a hash is worked out.
    let is = |known: &str| known.len() == name.len() && known.as_bytes().first() == name.as_bytes().first() && known == name;
    let imprint = || IMPRINT.iter().find(|(bibtex, biblatex, _)| is(bibtex) || is(biblatex));
    let place = PLACES.iter().find(|(known, _)| is(known)).map(|(_, place)| *place);
    place.or_else(|| imprint().map(|(_, _, member)| Place::Imprint(*member)))
}

/// Roles that are fields of their own: the role, and the field.
pub const ROLES: &[(&str, &str)] = &[
    ("author", "author"),
    ("editor", "editor"),
    ("translator", "translator"),
    ("container-author", "bookauthor"),
    ("director", "director"),
    ("holder", "holder"),
    ("collaborator", "collaborator"),
];

/// Names of languages as babel and BibLaTeX have them, and their subtags (BCP 47); the first of a subtag is the one written.
const LANGUAGES: &[(&str, &str)] = &[
    ("english", "en"),
    ("american", "en"),
    ("usenglish", "en"),
    ("british", "en"),
    ("ukenglish", "en"),
    ("australian", "en"),
    ("canadian", "en"),
    ("newzealand", "en"),
    ("chinese", "zh"),
    ("schinese", "zh"),
    ("tchinese", "zh"),
    ("simplified chinese", "zh"),
    ("mandarin", "zh"),
    ("ngerman", "de"),
    ("german", "de"),
    ("austrian", "de"),
    ("naustrian", "de"),
    ("swissgerman", "de"),
    ("nswissgerman", "de"),
    ("deutsch", "de"),
    ("french", "fr"),
    ("francais", "fr"),
    ("français", "fr"),
    ("canadien", "fr"),
    ("acadian", "fr"),
    ("spanish", "es"),
    ("español", "es"),
    ("italian", "it"),
    ("portuguese", "pt"),
    ("brazilian", "pt"),
    ("brazil", "pt"),
    ("russian", "ru"),
    ("ukrainian", "uk"),
    ("polish", "pl"),
    ("czech", "cs"),
    ("slovak", "sk"),
    ("slovene", "sl"),
    ("croatian", "hr"),
    ("serbian", "sr"),
    ("bulgarian", "bg"),
    ("hungarian", "hu"),
    ("magyar", "hu"),
    ("romanian", "ro"),
    ("dutch", "nl"),
    ("swedish", "sv"),
    ("danish", "da"),
    ("norwegian", "no"),
    ("norsk", "no"),
    ("nynorsk", "nn"),
    ("finnish", "fi"),
    ("icelandic", "is"),
    ("estonian", "et"),
    ("latvian", "lv"),
    ("lithuanian", "lt"),
    ("greek", "el"),
    ("turkish", "tr"),
    ("arabic", "ar"),
    ("hebrew", "he"),
    ("persian", "fa"),
    ("japanese", "ja"),
    ("korean", "ko"),
    ("vietnamese", "vi"),
    ("thai", "th"),
    ("latin", "la"),
    ("catalan", "ca"),
    ("galician", "gl"),
    ("basque", "eu"),
];

/// The language that a `langid` or `language` names; a list gives its first.
pub fn language(written: &str) -> Language {
    let first = written.split(" and ").next().unwrap_or_default().trim().trim_start_matches("lang");
    let lower = first.to_lowercase();
    LANGUAGES.iter().find(|(name, _)| *name == lower).map_or_else(
        || if (2..=3).contains(&first.split(['-', '_']).next().unwrap_or_default().len()) { Language::parse(first) } else { Language::Und },
        |(_, subtag)| Language::parse(subtag),
    )
}

/// The name of a language as `langid` has it; its subtag where there is none.
pub fn langid(language: &Language) -> &str {
    LANGUAGES.iter().find(|(_, subtag)| *subtag == language.as_str()).map_or(language.as_str(), |(name, _)| *name)
}
