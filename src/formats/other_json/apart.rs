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
    (Some("hearing"), "documentNumber", "reportNumber"),
    (Some("dataset"), "identifier", "reportNumber"),
    (None, "episodeNumber", "reportNumber"),
    (Some("podcast"), "seriesTitle", "publicationTitle"),
    (None, "programTitle", "publicationTitle"),
    (None, "forumTitle", "publicationTitle"),
    (None, "code", "publicationTitle"),
    (None, "reporter", "publicationTitle"),
    (None, "codeVolume", "volume"),
    (None, "codeNumber", "volume"),
    (None, "reporterVolume", "volume"),
    (None, "codePages", "pages"),
    (None, "label", "publisher"),
    (None, "distributor", "publisher"),
    (None, "studio", "publisher"),
    (None, "network", "publisher"),
    (Some("preprint"), "repository", "archive"),
    (None, "repository", "publisher"),
    (None, "repositoryLocation", "place"),
    (None, "filingDate", "received"),
    (Some("standard"), "type", GENRE),
    (Some("dataset"), "type", GENRE),
    (None, "websiteType", GENRE),
    (None, "postType", GENRE),
    (None, "letterType", GENRE),
    (None, "manuscriptType", GENRE),
    (None, "mapType", GENRE),
    (None, "presentationType", GENRE),
    (None, "programmingLanguage", GENRE),
];

/// The name that the table has for what kind of thesis, report or map a work is.
const GENRE: &str = "thesisType";

/// Members of Zotero's items that are what carries a work, and how long or large it is.
const MEDIA: &[&str] =
    &["artworkMedium", "audioRecordingFormat", "videoRecordingFormat", "interviewMedium", "audioFileType", "system", "format"];
const SIZES: &[&str] = &["artworkSize", "runningTime"];

/// Types of Zotero's items whose words mean other kinds elsewhere.
const KINDS: &[(&str, ArticleKind)] = &[
    ("letter", ArticleKind::Archive),
    ("email", ArticleKind::Archive),
    ("instantMessage", ArticleKind::Archive),
    ("forumPost", ArticleKind::Webpage),
];

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
    medium: Option<String>,
    dimensions: Option<String>,
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
        renamed(members, "genre", GENRE);
    }
    of_bibjson(members);
    of_mendeley(members);
    let listed = members.get("identifiers").and_then(|ids| ids.get("arxiv")).and_then(Value::as_str);
    apart.arxiv = members
        .get("archiveID")
        .and_then(Value::as_str)
        .or(listed)
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
    // A standard may be published by others than the body that made it.
    if item == "standard" && members.get("publisher").and_then(text).is_some() {
        renamed(members, "organization", "authority");
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
    apart.medium = MEDIA.iter().find_map(|name| take(name));
    apart.dimensions = SIZES.iter().find_map(|name| take(name));
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
        member("resource-type-general").map(|word| word.to_lowercase()),
        member("resource_type"),
    ];
    words.into_iter().flatten().find_map(|word| {
        let word = word.strip_prefix("publication-").or_else(|| word.strip_prefix("image-")).unwrap_or(&word);
        RESOURCES.iter().find(|(known, _)| *known == word).map(|(_, kind)| kind.clone()).or_else(|| columns::kind(word))
    })
}

/// BibJSON has the days of a work's history in one object.
fn of_bibjson(members: &mut Map<String, Value>) {
    const DAYS: [(&str, &str); 3] = [("published", "datePublished"), ("submitted", "received"), ("accepted", "accepted")];
    let is_history = |inner: &&Map<String, Value>| DAYS.iter().any(|(name, _)| inner.get(*name).is_some_and(Value::is_string));
    let Some(history) = members.get("date").and_then(Value::as_object).filter(is_history).cloned() else { return };
    members.shift_remove("date");
    for (name, value) in history {
        let new = DAYS.iter().find(|(known, _)| *known == name).map_or(name, |(_, new)| (*new).to_owned());
        // Its days have times, too.
        let day = value.as_str().and_then(|day| day.split_once('T')).map(|(day, _)| day.into());
        members.entry(new).or_insert(day.unwrap_or(value));
    }
}

/// Mendeley has year, month and day apart, and its own names for the place and the key of a work.
fn of_mendeley(members: &mut Map<String, Value>) {
    let number = |name: &str| members.get(name).and_then(Value::as_u64);
    let is_dated = members.contains_key("date") || members.contains_key("published");
    if let (Some(year), Some(month @ 1..=12), false) = (number("year"), number("month"), is_dated) {
        let day = number("day").filter(|day| (1..=31).contains(day)).map(|day| format!("-{day:02}")).unwrap_or_default();
        members.insert("date".to_owned(), format!("{year}-{month:02}{day}").into());
        members.shift_remove("month");
        members.shift_remove("day");
    }
    renamed(members, "city", "place");
    renamed(members, "accessed", "accessDate");
    renamed(members, "citation_key", "citationKey");
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
            (&mut imprint.medium, self.medium),
            (&mut imprint.dimensions, self.dimensions),
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
