//! Names of columns, and what stands under them.

use crate::formats::tagged::labelled;
use crate::formats::tagged::table::Member;
use crate::record::ArticleKind;

use super::record::Value;
use super::wos;

/// Names that a header has at least, one of them the title's.
const FEWEST: usize = 3;

/// The longest name of a column, in bytes.
const LONGEST_NAME: usize = 80;

/// Names without signs, in lower case, and what they mean. Of several columns of a row that mean the same the first in this
/// order is taken, and those behind it are kept.
const COLUMNS: &[(&str, Value)] = &[
    ("title", Value::Of(Member::Title)),
    ("titlezh", Value::Of(Member::Title)),
    ("titleen", Value::Of(Member::Title)),
    ("articletitle", Value::Of(Member::Title)),
    ("documenttitle", Value::Of(Member::Title)),
    ("itemtitle", Value::Of(Member::Title)),
    ("publicationname", Value::Of(Member::Journal)),
    ("displayname", Value::Of(Member::Title)),
    ("ti", Value::Of(Member::Title)),
    ("shorttitle", Value::Of(Member::Short)),
    ("translatedtitle", Value::Of(Member::Translated)),
    // The whole names before the short ones.
    ("authorfullnames", Value::People),
    ("authorfullname", Value::People),
    ("authors", Value::People),
    ("author", Value::People),
    ("authornames", Value::People),
    ("au", Value::People),
    ("authorshipsauthordisplayname", Value::People),
    ("authorszh", Value::Of(Member::TranslatedAuthor)),
    ("authorsen", Value::Of(Member::TranslatedAuthor)),
    ("groupauthors", Value::Of(Member::Collaboration)),
    ("editor", Value::Of(Member::Editor)),
    ("editors", Value::Of(Member::Editor)),
    ("bookeditors", Value::Of(Member::Editor)),
    ("serieseditor", Value::Of(Member::SeriesEditor)),
    ("translator", Value::Of(Member::Translator)),
    ("contributor", Value::Of(Member::Contributor)),
    ("affiliations", Value::Of(Member::Affiliation)),
    ("authoraffiliations", Value::Of(Member::Affiliation)),
    ("addresses", Value::Of(Member::Affiliation)),
    ("authoraffiliation", Value::Of(Member::Affiliation)),
    ("authoraddresses", Value::Of(Member::Affiliation)),
    ("authorswithaffiliations", Value::Bound),
    ("sourcetitle", Value::Of(Member::Journal)),
    ("publicationtitle", Value::Of(Member::Journal)),
    ("journaltitle", Value::Of(Member::Journal)),
    ("journalbook", Value::Of(Member::Journal)),
    ("journal", Value::Of(Member::Journal)),
    ("journalname", Value::Of(Member::Journal)),
    ("publication", Value::Of(Member::Journal)),
    ("containertitle", Value::Of(Member::Journal)),
    ("pubtitle", Value::Of(Member::Journal)),
    ("so", Value::Of(Member::Journal)),
    ("jo", Value::Of(Member::Journal)),
    ("jf", Value::Of(Member::Journal)),
    ("t2", Value::Of(Member::Journal)),
    ("anthologytitle", Value::Of(Member::Journal)),
    ("publishedin", Value::Of(Member::Journal)),
    ("secondarytitle", Value::Of(Member::Journal)),
    ("primarylocationsourcedisplayname", Value::Of(Member::Journal)),
    ("source", Value::Source),
    ("abbreviatedsourcetitle", Value::Of(Member::Abbrev)),
    ("journalabbreviation", Value::Of(Member::Abbrev)),
    ("journalisoabbreviation", Value::Of(Member::Abbrev)),
    ("publisher", Value::Of(Member::Publisher)),
    ("pb", Value::Of(Member::Publisher)),
    ("primarylocationsourcehostorganizationname", Value::Of(Member::Publisher)),
    ("place", Value::Of(Member::Place)),
    ("publisherlocation", Value::Of(Member::Place)),
    ("publishercity", Value::Of(Member::Place)),
    ("placeofpublication", Value::Of(Member::Place)),
    ("edition", Value::Of(Member::Edition)),
    ("series", Value::Of(Member::Series)),
    ("seriestitle", Value::Of(Member::Series)),
    ("bookseriestitle", Value::Of(Member::Series)),
    ("seriesnumber", Value::Of(Member::SeriesNumber)),
    ("conferencename", Value::Of(Member::Event)),
    ("conferencetitle", Value::Of(Member::Event)),
    ("conferencelocation", Value::Of(Member::EventPlace)),
    ("reportnumber", Value::Of(Member::Number)),
    ("genre", Value::Of(Member::Genre)),
    ("version", Value::Of(Member::Version)),
    ("publicationyear", Value::Of(Member::Year)),
    ("publishedyear", Value::Of(Member::Year)),
    ("pubyear", Value::Of(Member::Year)),
    ("year", Value::Of(Member::Year)),
    ("py", Value::Of(Member::Year)),
    ("published", Value::Of(Member::Date)),
    ("publicationdateprint", Value::Of(Member::Date)),
    ("publicationdate", Value::Of(Member::Date)),
    ("datepublished", Value::Of(Member::Date)),
    ("dateofpublication", Value::Of(Member::Date)),
    ("pubdate", Value::Of(Member::Date)),
    ("citation", Value::Printed),
    ("issuedate", Value::Of(Member::Date)),
    ("date", Value::Of(Member::Date)),
    ("da", Value::Of(Member::Date)),
    ("online", Value::Of(Member::Online)),
    ("onlinedate", Value::Of(Member::Online)),
    ("publicationdateonline", Value::Of(Member::Online)),
    ("earlyaccessdate", Value::Of(Member::Online)),
    ("received", Value::Received),
    ("accepted", Value::Accepted),
    ("accessdate", Value::Of(Member::Accessed)),
    ("volume", Value::Of(Member::Volume)),
    ("journalvolume", Value::Of(Member::Volume)),
    ("vl", Value::Of(Member::Volume)),
    ("bibliovolume", Value::Of(Member::Volume)),
    ("issue", Value::Of(Member::Issue)),
    ("issuenumber", Value::Of(Member::Issue)),
    ("journalissue", Value::Of(Member::Issue)),
    ("biblioissue", Value::Of(Member::Issue)),
    ("number", Value::Of(Member::MaybeIssue)),
    ("is", Value::Of(Member::Issue)),
    ("pages", Value::Of(Member::Pages)),
    ("page", Value::Of(Member::Pages)),
    ("pagination", Value::Of(Member::Pages)),
    ("pagestart", Value::Of(Member::First)),
    ("startpage", Value::Of(Member::First)),
    ("firstpage", Value::Of(Member::First)),
    ("sp", Value::Of(Member::First)),
    ("bibliofirstpage", Value::Of(Member::First)),
    ("pageend", Value::Of(Member::Last)),
    ("endpage", Value::Of(Member::Last)),
    ("lastpage", Value::Of(Member::Last)),
    ("ep", Value::Of(Member::Last)),
    ("bibliolastpage", Value::Of(Member::Last)),
    ("artno", Value::Of(Member::ArticleNumber)),
    ("articlenumber", Value::Of(Member::ArticleNumber)),
    ("doi", Value::Of(Member::Doi)),
    ("itemdoi", Value::Of(Member::Doi)),
    ("di", Value::Of(Member::Doi)),
    ("digitalobjectidentifier", Value::Of(Member::Doi)),
    ("do", Value::Of(Member::Doi)),
    ("doilink", Value::Of(Member::MaybeDoi)),
    ("pubmedid", Value::Pmid),
    ("pmid", Value::Pmid),
    ("medlinepmid", Value::Pmid),
    ("idspmid", Value::Pmid),
    ("pmcid", Value::Of(Member::Pmcid)),
    ("url", Value::Of(Member::Link)),
    ("ur", Value::Of(Member::Link)),
    ("link", Value::Of(Member::Link)),
    ("plink", Value::Of(Member::Link)),
    ("sourcelinkout", Value::Of(Member::Link)),
    ("externalurl", Value::Of(Member::Link)),
    ("articleurl", Value::Of(Member::Link)),
    ("documenturl", Value::Of(Member::Link)),
    ("fulltextlink", Value::Of(Member::Link)),
    ("embaselink", Value::Of(Member::Link)),
    ("dimensionsurl", Value::Of(Member::Link)),
    ("pdflink", Value::Of(Member::Pdf)),
    ("issn", Value::Numbers),
    ("sn", Value::Numbers),
    ("issns", Value::Numbers),
    ("eissn", Value::Numbers),
    ("primarylocationsourceissnl", Value::Numbers),
    ("primarylocationsourceissn", Value::Numbers),
    ("isbn", Value::Numbers),
    ("isbns", Value::Numbers),
    ("cn", Value::Of(Member::Cn)),
    ("language", Value::Of(Member::Language)),
    ("languageoforiginaldocument", Value::Of(Member::Language)),
    ("articlelanguage", Value::Of(Member::Language)),
    ("abstract", Value::Of(Member::Abstract)),
    ("abstractnote", Value::Of(Member::Abstract)),
    ("abstractzh", Value::Of(Member::Abstract)),
    ("abstracten", Value::Of(Member::Abstract)),
    ("ab", Value::Of(Member::Abstract)),
    ("n2", Value::Of(Member::Abstract)),
    ("authorkeywords", Value::Keywords),
    ("kw", Value::Keywords),
    ("keywords", Value::Keywords),
    ("keywordsdisplayname", Value::Keywords),
    ("identifierkeyword", Value::Keywords),
    ("keywordszh", Value::Keywords),
    ("keywordsen", Value::Keywords),
    ("manualtags", Value::Tags),
    ("tags", Value::Tags),
    ("automatictags", Value::Keywords),
    ("indexkeywords", Value::Subjects("scopus")),
    ("keywordsplus", Value::Subjects("wos")),
    ("ieeeterms", Value::Subjects("ieee")),
    ("meshterms", Value::Subjects("mesh")),
    ("fieldsofstudy", Value::Subjects("lens")),
    ("subjects", Value::Clc),
    ("fundingdetails", Value::Funding),
    ("fundingtexts", Value::Funding),
    ("fundingtext", Value::Funding),
    ("fundinginformation", Value::Funding),
    ("fundingorgs", Value::Funding),
    ("funding", Value::Funding),
    ("references", Value::References),
    ("citedreferences", Value::References),
    ("citedby", Value::Cited),
    ("timescited", Value::Cited),
    ("timescitedwoscore", Value::Cited),
    ("articlecitationcount", Value::Cited),
    ("citingworkscount", Value::Cited),
    ("citedbycount", Value::Cited),
    ("cites", Value::Cited),
    ("cited", Value::Cited),
    ("openaccess", Value::OpenAccess),
    ("isopenaccess", Value::OpenAccess),
    ("openaccessisoa", Value::OpenAccess),
    ("rights", Value::Of(Member::Rights)),
    ("documenttype", Value::Kind),
    ("itemtype", Value::Kind),
    ("publicationtype", Value::Kind),
    ("contenttype", Value::Kind),
    ("documentidentifier", Value::Kind),
    ("referencetype", Value::Kind),
    ("doctype", Value::Kind),
    ("type", Value::Kind),
    ("ty", Value::Kind),
    ("notes", Value::Of(Member::Note)),
    ("extra", Value::Extra),
    ("note", Value::Of(Member::Note)),
];

/// Kinds of work as databases name them, without signs, in lower case.
pub const KINDS: &[(&str, ArticleKind)] = &[
    ("article", ArticleKind::Article),
    ("journalarticle", ArticleKind::Article),
    ("magazinearticle", ArticleKind::Article),
    ("newspaperarticle", ArticleKind::Newspaper),
    ("review", ArticleKind::Review),
    ("editorial", ArticleKind::Editorial),
    ("editorialmaterial", ArticleKind::Editorial),
    ("erratum", ArticleKind::Correction),
    ("correction", ArticleKind::Correction),
    ("retracted", ArticleKind::Correction),
    ("book", ArticleKind::Book),
    ("monograph", ArticleKind::Book),
    ("editedbook", ArticleKind::Book),
    ("bookchapter", ArticleKind::Chapter),
    ("booksection", ArticleKind::Chapter),
    ("chapter", ArticleKind::Chapter),
    ("encyclopediaarticle", ArticleKind::Chapter),
    ("dictionaryentry", ArticleKind::Chapter),
    ("conferencepaper", ArticleKind::Paper),
    ("conferencereview", ArticleKind::Proceedings),
    ("proceedingspaper", ArticleKind::Paper),
    ("conferenceproceedings", ArticleKind::Paper),
    ("conferencepublication", ArticleKind::Paper),
    ("ieeeconferences", ArticleKind::Paper),
    ("ieeejournals", ArticleKind::Article),
    ("ieeestandards", ArticleKind::Standard),
    ("proceeding", ArticleKind::Paper),
    ("thesis", ArticleKind::Thesis),
    ("dissertation", ArticleKind::Thesis),
    ("report", ArticleKind::Report),
    ("standard", ArticleKind::Standard),
    ("patent", ArticleKind::Patent),
    ("webpage", ArticleKind::Webpage),
    ("blogpost", ArticleKind::Webpage),
    ("dataset", ArticleKind::Dataset),
    ("datapaper", ArticleKind::Article),
    ("preprint", ArticleKind::Preprint),
    ("map", ArticleKind::Map),
    ("computerprogram", ArticleKind::Program),
    ("manuscript", ArticleKind::Archive),
    ("letter", ArticleKind::Article),
    // RIS.
    ("jour", ArticleKind::Article),
    ("news", ArticleKind::Newspaper),
    ("chap", ArticleKind::Chapter),
    ("conf", ArticleKind::Paper),
    ("cpaper", ArticleKind::Paper),
    ("thes", ArticleKind::Thesis),
    ("rprt", ArticleKind::Report),
    ("pat", ArticleKind::Patent),
    ("elec", ArticleKind::Webpage),
];

/// A name without its signs and blanks, in lower case.
pub fn bare(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// What stands under a name: its place in the order of names, and what it is.
fn column(name: &str) -> Option<(usize, Value)> {
    let bare = bare(name);
    COLUMNS.iter().position(|(known, _)| *known == bare).and_then(|at| COLUMNS.get(at).map(|(_, value)| (at, *value)))
}

/// Whether cells are names of columns: enough of them known, the title among them, none of them a text.
pub fn is_header(cells: &[String]) -> bool {
    let known = || cells.iter().filter_map(|name| column(name));
    let titled = known().any(|(_, value)| value == Value::Of(Member::Title));
    let chinese = cells.iter().filter(|name| labelled::field(name).is_some()).count() >= FEWEST
        && cells.iter().any(|name| matches!(labelled::field(name), Some(labelled::Field::Of(Member::Title))));
    cells.iter().all(|name| name.len() <= LONGEST_NAME) && ((titled && known().count() >= FEWEST) || chinese)
}

/// The columns of a table.
pub struct Header {
    names: Vec<String>,
    /// Columns in the order in which their cells are read: the place, and what stands there.
    order: Vec<(usize, Option<Value>)>,
    /// The names are Chinese: the row is a record of a labelled list.
    pub is_labelled: bool,
    /// The names are tags of Web of Science, or stand for them.
    pub is_wos: bool,
    /// The table is Springer's.
    pub is_springer: bool,
}

impl Header {
    pub fn of(names: Vec<String>) -> Self {
        let labelled = names.iter().filter(|name| labelled::field(name).is_some()).count();
        let known = names.iter().filter(|name| column(name).is_some()).count();
        let mut order: Vec<(usize, usize, Option<Value>)> = names
            .iter()
            .enumerate()
            .map(|(place, name)| match column(name) {
                Some((rank, value)) => (rank, place, Some(value)),
                None => (COLUMNS.len(), place, None),
            })
            .collect();
        order.sort_by_key(|(rank, place, _)| (*rank, *place));
        let order = order.into_iter().map(|(_, place, value)| (place, value)).collect();
        let is_wos = wos::is_header(&names);
        let is_springer = names.iter().any(|name| bare(name) == "itemdoi");
        Self { names, order, is_labelled: labelled > known, is_wos, is_springer }
    }

    /// The names and cells of a row that are not empty, as they stand.
    pub fn in_order<'h>(&'h self, cells: &'h [String]) -> impl Iterator<Item = (&'h str, &'h str)> {
        self.names.iter().map(String::as_str).zip(cells.iter().map(String::as_str)).filter(|(_, cell)| !cell.is_empty())
    }

    /// Whether cells are the names once more, as where files were put one behind another.
    pub fn is_again(&self, cells: &[String]) -> bool {
        self.names == cells
    }

    /// The names and cells of a row that are not empty, in the order in which they are read.
    pub fn cells<'h>(&'h self, cells: &'h [String]) -> impl Iterator<Item = (&'h str, &'h str, Option<Value>)> {
        let named =
            self.order.iter().filter_map(|(place, value)| Some((self.names.get(*place)?.as_str(), cells.get(*place)?.as_str(), *value)));
        let unnamed = cells.iter().skip(self.names.len()).map(|cell| ("", cell.as_str(), None));
        named.chain(unnamed).filter(|(_, cell, _)| !cell.is_empty())
    }
}
