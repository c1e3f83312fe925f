//! Members of a record that are read before the table of names is asked: what Zotero, Zenodo and Web of Science call by names
//! that mean something else elsewhere.

use serde_json::{Map, Value};

use super::cells::text;
use crate::formats::columns;
use crate::record::{Article, ArticleKind};

/// Members of Zotero's items, by the type of the item where it counts, and the names of the table that they have here.
const OF_ZOTERO: &[(Option<&str>, &str, &str)] = &[
    (Some("email"), "subject", "title"),
    (Some("standard"), "number", "reportNumber"),
    (Some("statute"), "nameOfAct", "title"),
    (Some("statute"), "publicLawNumber", "reportNumber"),
    (Some("case"), "caseName", "title"),
    (Some("case"), "docketNumber", "reportNumber"),
    (Some("bill"), "billNumber", "reportNumber"),
    (None, "dateEnacted", "date"),
    (None, "dateDecided", "date"),
    (None, "meetingName", "conferenceName"),
];

/// Types of Zotero's items whose words mean other kinds elsewhere.
const KINDS: &[(&str, ArticleKind)] =
    &[("letter", ArticleKind::Archive), ("email", ArticleKind::Archive), ("instantMessage", ArticleKind::Archive)];

/// Resource types of Zenodo and InvenioRDM that have other words than the table.
const RESOURCES: &[(&str, ArticleKind)] = &[
    ("software", ArticleKind::Program),
    ("section", ArticleKind::Chapter),
    ("workingpaper", ArticleKind::Report),
    ("technicalnote", ArticleKind::Report),
    ("poster", ArticleKind::Other),
    ("presentation", ArticleKind::Other),
    ("image", ArticleKind::Other),
    ("video", ArticleKind::Other),
    ("lesson", ArticleKind::Other),
    ("other", ArticleKind::Other),
];

/// What is given to the article when all else is.
#[derive(Default)]
pub(super) struct Apart {
    kind: Option<ArticleKind>,
    is_preprint: bool,
    scale: Option<String>,
    arxiv: Option<String>,
    wos: Option<String>,
    application: Option<String>,
    archive: Option<String>,
    archive_location: Option<String>,
}

/// Takes members out, and gives others the names that the table has.
pub(super) fn taken(members: &mut Map<String, Value>) -> Apart {
    let mut apart = Apart::default();
    if let Some(item) = members.get("itemType").and_then(Value::as_str).map(str::to_owned) {
        zotero(members, &item, &mut apart);
    }
    // bioRxiv's and medRxiv's own answers name the server that a work was posted on.
    apart.is_preprint = members.get("server").and_then(Value::as_str).is_some_and(|server| server.to_lowercase().ends_with("rxiv"));
    if let Some(kind) = resource(members) {
        apart.kind = apart.kind.or(Some(kind));
    }
    if ["type", "itemType", "documentType"].iter().any(|name| members.get(*name).is_some_and(Value::is_string)) {
        renamed(members, "genre", "thesisType");
    }
    apart.arxiv = members
        .get("archiveID")
        .and_then(Value::as_str)
        .map(|id| id.trim_start_matches("arXiv:").trim())
        .filter(|id| id.starts_with(|c: char| c.is_ascii_digit()))
        .map(str::to_owned);
    if apart.arxiv.is_some() {
        members.shift_remove("archiveID");
    }
    of_web_of_science(members, &mut apart);
    apart
}

/// Gives a member another name, unless that is taken.
fn renamed(members: &mut Map<String, Value>, name: &str, new: &str) {
    if !members.contains_key(new)
        && let Some(value) = members.shift_remove(name)
    {
        members.insert(new.to_owned(), value);
    }
}

fn zotero(members: &mut Map<String, Value>, item: &str, apart: &mut Apart) {
    for (of, name, new) in OF_ZOTERO {
        if of.is_none_or(|of| of == item) {
            renamed(members, name, new);
        }
    }
    // It counts how often the item was changed.
    if members.get("version").is_some_and(Value::is_number) {
        renamed(members, "version", "syncVersion");
    }
    let known = KINDS.iter().find(|(known, _)| *known == item).map(|(_, kind)| kind.clone());
    apart.kind = known.or_else(|| columns::kind(item)).or(Some(ArticleKind::Other));
    let mut take = |name: &str| {
        let value = members.get(name).and_then(text)?;
        members.shift_remove(name);
        Some(value)
    };
    apart.scale = take("scale");
    apart.application = take("applicationNumber");
    apart.archive = take("archive");
    apart.archive_location = take("archiveLocation");
}

/// The kind of a work in a repository: `{"type": "publication", "subtype": "article"}`, `{"id": "publication-article"}`.
fn resource(members: &Map<String, Value>) -> Option<ArticleKind> {
    let member = |name: &str| members.get(name).and_then(Value::as_str).map(str::to_owned);
    let resource = members.get("resource_type").and_then(Value::as_object);
    let of_resource = |name: &str| resource.and_then(|resource| resource.get(name)).and_then(Value::as_str).map(str::to_owned);
    let words = [
        of_resource("subtype"),
        of_resource("type"),
        of_resource("id"),
        member("publication_type"),
        member("upload_type"),
        member("resource_type"),
    ];
    words.into_iter().flatten().find_map(|word| {
        let word = word.strip_prefix("publication-").or_else(|| word.strip_prefix("image-")).unwrap_or(&word);
        RESOURCES.iter().find(|(known, _)| *known == word).map(|(_, kind)| kind.clone()).or_else(|| columns::kind(word))
    })
}

/// The Starter interface of Web of Science: `uid`, and groups `source` and `names`.
fn of_web_of_science(members: &mut Map<String, Value>, apart: &mut Apart) {
    if let Some(number) = members.get("uid").and_then(Value::as_str).and_then(|uid| uid.strip_prefix("WOS:")).map(str::to_owned) {
        apart.wos = Some(number);
        members.shift_remove("uid");
    } else if members.get("uid").and_then(text).is_some_and(|uid| uid.contains(|c: char| !c.is_ascii_digit())) {
        renamed(members, "uid", "recordUid");
    }
    for (group, sign) in [("source", "sourceTitle"), ("names", "authors")] {
        if members.get(group).is_none_or(|group| group.get(sign).is_none()) {
            continue;
        }
        if let Some(Value::Object(inner)) = members.shift_remove(group) {
            inner.into_iter().for_each(|(name, value)| _ = members.entry(name).or_insert(value));
        }
    }
}

impl Apart {
    pub(super) fn give(self, article: &mut Article) {
        if let Some(kind) = self.kind {
            article.kind = kind;
        }
        if article.kind == ArticleKind::Article && self.is_preprint {
            article.kind = ArticleKind::Preprint;
        }
        let imprint = &mut article.imprint;
        for (place, value) in [
            (&mut imprint.scale, self.scale),
            (&mut imprint.application_number, self.application),
            (&mut imprint.archive, self.archive),
            (&mut imprint.archive_location, self.archive_location),
            (&mut article.ids.arxiv, self.arxiv),
        ] {
            *place = place.take().or(value);
        }
        if let Some(number) = self.wos {
            article.ids.rest.insert("wos".to_owned(), number.into());
        }
    }
}
