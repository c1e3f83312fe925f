//! Kinds of work as Refer, NoteExpress and RefWorks name them.

use super::keeping::Pair;
use super::table::{BOOK, DATA, FILM, JOURNAL, Kinds, LAW, OTHER, PAPER, PART, PATENT, PRESS, PROGRAM, REPORT, SOUND, Shape, THESIS, WORK};
use crate::record::ArticleKind;

/// Reference types in words; the first of a kind is the one written.
pub const KINDS: &Kinds = &[
    ("Journal Article", ArticleKind::Article, JOURNAL),
    ("Journal", ArticleKind::Article, JOURNAL),
    ("Journal, Electronic", ArticleKind::Article, JOURNAL),
    ("Electronic Article", ArticleKind::Article, JOURNAL),
    ("Abstract", ArticleKind::Article, JOURNAL),
    ("Magazine Article", ArticleKind::Article, PRESS),
    ("期刊", ArticleKind::Article, JOURNAL),
    ("期刊论文", ArticleKind::Article, JOURNAL),
    ("Newspaper Article", ArticleKind::Newspaper, PRESS),
    ("News", ArticleKind::Newspaper, PRESS),
    ("Newspaper", ArticleKind::Newspaper, PRESS),
    ("报纸", ArticleKind::Newspaper, PRESS),
    ("Book", ArticleKind::Book, BOOK),
    ("Book, Whole", ArticleKind::Book, BOOK),
    ("Book, Edited", ArticleKind::Book, BOOK),
    ("Edited Book", ArticleKind::Book, BOOK),
    ("Electronic Book", ArticleKind::Book, BOOK),
    ("Monograph", ArticleKind::Book, BOOK),
    ("Serial", ArticleKind::Book, BOOK),
    ("图书", ArticleKind::Book, BOOK),
    ("Book Section", ArticleKind::Chapter, PART),
    ("Book, Section", ArticleKind::Chapter, PART),
    ("Book Chapter", ArticleKind::Chapter, PART),
    ("Conference Proceedings", ArticleKind::Paper, PAPER),
    ("Conference Proceeding", ArticleKind::Paper, PAPER),
    ("Conference Paper", ArticleKind::Paper, PAPER),
    ("会议", ArticleKind::Paper, PAPER),
    ("会议论文", ArticleKind::Paper, PAPER),
    ("Thesis", ArticleKind::Thesis, THESIS),
    ("Dissertation/Thesis", ArticleKind::Thesis, THESIS),
    ("Dissertation", ArticleKind::Thesis, THESIS),
    ("学位论文", ArticleKind::Thesis, THESIS),
    ("Report", ArticleKind::Report, REPORT),
    ("Government Document", ArticleKind::Report, REPORT),
    ("Standard", ArticleKind::Standard, REPORT),
    ("标准", ArticleKind::Standard, REPORT),
    ("Patent", ArticleKind::Patent, PATENT),
    ("专利", ArticleKind::Patent, PATENT),
    ("Web Page", ArticleKind::Webpage, WORK),
    ("Electronic Source", ArticleKind::Webpage, WORK),
    ("Online Database", ArticleKind::Dataset, DATA),
    ("Dataset", ArticleKind::Dataset, DATA),
    ("Unpublished Work", ArticleKind::Preprint, OTHER),
    ("Unpublished Material", ArticleKind::Preprint, OTHER),
    ("Map", ArticleKind::Map, WORK),
    ("Manuscript", ArticleKind::Archive, OTHER),
    ("Computer Program", ArticleKind::Program, WORK | PROGRAM),
    ("Generic", ArticleKind::Other, OTHER),
    ("Other Article", ArticleKind::Other, OTHER),
    ("Audiovisual Material", ArticleKind::Other, FILM),
    ("Film or Broadcast", ArticleKind::Other, FILM),
    ("Audio", ArticleKind::Other, SOUND),
    ("Sound Recording", ArticleKind::Other, SOUND),
    ("Artwork", ArticleKind::Other, WORK),
    ("Figure", ArticleKind::Other, WORK),
    ("Chart or Table", ArticleKind::Other, WORK),
    ("Motion Picture", ArticleKind::Other, FILM),
    ("Video/DVD", ArticleKind::Other, FILM),
    ("Online Multimedia", ArticleKind::Other, FILM),
    ("Music", ArticleKind::Other, SOUND),
    ("Music Score", ArticleKind::Other, SOUND),
    ("Bill", ArticleKind::Other, OTHER | LAW),
    ("Bills/Resolutions", ArticleKind::Other, OTHER | LAW),
    ("Case", ArticleKind::Other, OTHER),
    ("Case/Court Decisions", ArticleKind::Other, OTHER),
    ("Hearing", ArticleKind::Other, OTHER | LAW),
    ("Legal Rule or Regulation", ArticleKind::Other, OTHER | LAW),
    ("Statute", ArticleKind::Other, OTHER | LAW),
    ("Laws/Statutes", ArticleKind::Other, OTHER | LAW),
    ("Pamphlet", ArticleKind::Other, OTHER),
    ("Personal Communication", ArticleKind::Archive, OTHER),
    ("Ancient Text", ArticleKind::Archive, OTHER),
    ("Classical Work", ArticleKind::Book, BOOK),
    ("Electronic Book Section", ArticleKind::Chapter, PART),
    ("Dictionary", ArticleKind::Chapter, PART),
    ("Encyclopedia", ArticleKind::Chapter, PART),
    ("Aggregated Database", ArticleKind::Dataset, DATA),
    ("Blog", ArticleKind::Webpage, WORK),
];

/// What a record without a known type is, by what it stands in: a journal, a book, or nothing but its publisher.
pub fn kind_by(pairs: &[Pair<'_>], journal: &str, host: &str, publisher: &str) -> (ArticleKind, Shape) {
    let has = |tag: &str| pairs.iter().any(|pair| pair.tag == tag && !pair.value.is_empty());
    if has(journal) {
        (ArticleKind::Article, JOURNAL)
    } else if pairs.iter().any(|pair| pair.tag == host && pair.value.to_lowercase().contains("proceedings")) {
        (ArticleKind::Paper, PAPER)
    } else if has(host) {
        (ArticleKind::Chapter, PART)
    } else if has(publisher) {
        (ArticleKind::Book, BOOK)
    } else {
        (ArticleKind::Other, OTHER)
    }
}
