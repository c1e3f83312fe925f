//! What a record is: the schema `qikan/1` as plain values with serde, and nothing else.
//!
//! The words are the field's own: JATS (NISO Z39.96), Crossref, CSL and GB/T 7714. A value that could not be read is kept
//! as it was written beside what was understood of it. Every container keeps members it does not know (`rest`), so that
//! reading and writing a record again loses nothing.
//!
//! Free text is *rich-lite*: plain text in which only `<i> <b> <sup> <sub> <sc> <tt> <math>` are tags, and `&lt; &gt;
//! &amp;` stand for the signs themselves.

mod apart;
mod article;
mod body;
mod contributor;
mod date;
mod identifier;
mod imprint;
mod imprint_parts;
mod journal;
mod language;
mod locator;
mod provenance;
mod reference;
mod related;

pub use article::{AbstractSection, Article, ArticleKind, Funding, Keywords, License, Link, Metrics, SCHEMA_VERSION, Subject};
pub use body::{Block, Figure, Formula, Matter, Note, Section, Table};
pub use contributor::{Affiliation, Contributor, ContributorKind, ContributorRole};
pub use date::{Dates, PartialDate};
pub use identifier::{DOI_AS_WRITTEN, Doi, Identifiers, RecordId, SiteId};
pub use imprint::Imprint;
pub use imprint_parts::{ImprintPart, imprint_of};
pub use journal::Journal;
pub use language::{Language, MultiText, Multilingual};
pub use locator::Pages;
pub use provenance::Provenance;
pub use reference::{Citation, Host, HowLinked, Reference, ReferenceType};
pub use related::{RelatedArticle, Relation};

/// Members that the schema does not name, in the order in which they were read.
pub type Rest = serde_json::Map<String, serde_json::Value>;
