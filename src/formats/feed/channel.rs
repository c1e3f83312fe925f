//! What a feed says of itself before its items: the journal that they stand in.

use crate::formats::encoding;
use crate::formats::xml::{Tree, list_language};
use crate::record::{Article, ArticleKind};

/// How much of a feed is looked at for its channel, in bytes.
const HEAD: usize = 64 << 10;

/// The journal of a feed.
#[derive(Default)]
pub struct Channel {
    /// `prism:publicationName`: whose articles all items are.
    journal: Option<String>,
    /// The title, which may be that of a site.
    title: Option<String>,
    issns: Vec<String>,
}

impl Channel {
    /// Reads what stands before the first item in the first bytes of a feed.
    pub fn of(head: &[u8], label: Option<&str>) -> Self {
        let head = head.get(..HEAD).unwrap_or(head);
        let mut channel = Self::default();
        let text = String::from_utf8_lossy(head);
        let text = if label.is_none() { Ok(text) } else { encoding::look(head, label) };
        let Ok(text) = text else { return channel };
        let tree = Tree::within("", before_items(&text), 1);
        let Some(root) = tree.roots().find(|root| matches!(root.name(), "rss" | "RDF" | "feed")) else { return channel };
        for part in root.child("channel").unwrap_or(root).children() {
            match part.name() {
                "publicationName" => channel.journal = channel.journal.take().or_else(|| part.rich()),
                "title" => channel.title = channel.title.take().or_else(|| part.rich()),
                "issn" | "eIssn" => channel.issns.extend(part.text()),
                _ => {}
            }
        }
        channel
    }

    /// Gives the journal to a record that names none: the title of a feed is that of a journal where its items have volumes
    /// and issues. What is of no journal, and has no DOI, is a page of a site.
    pub fn give(&self, article: &mut Article) {
        let is_numbered = article.volume.is_some() || article.issue.is_some();
        // `tandf: Reeds: Table of Contents` is more than a title.
        let title = self.title.as_ref().filter(|title| is_numbered && !title.contains(':'));
        let own = article.journal.title.values().next().cloned();
        if let Some(title) = self.journal.as_ref().or(title).filter(|_| own.is_none()) {
            article.journal.title.insert(list_language(None, title), title.clone());
        }
        let is_same = own.is_none_or(|own| Some(&own) == self.journal.as_ref() || Some(&own) == self.title.as_ref());
        if article.journal.issn.is_empty() && is_same {
            self.issns.iter().for_each(|issn| article.journal.add_issn(issn));
        }
        if article.journal.is_empty() && article.kind == ArticleKind::Article && article.ids.doi.is_none() {
            article.kind = ArticleKind::Webpage;
        }
    }
}

/// A text up to its first `<item>` or `<entry>`.
fn before_items(text: &str) -> &str {
    let is_item = |at: usize| {
        let tag = text.get(at + 1..).unwrap_or_default();
        let name = tag.split(|c: char| c.is_ascii_whitespace() || matches!(c, '>' | '/')).next().unwrap_or_default();
        matches!(name.rsplit(':').next(), Some("item" | "entry"))
    };
    let end = memchr::memchr_iter(b'<', text.as_bytes()).find(|at| is_item(*at)).unwrap_or(text.len());
    text.get(..end).unwrap_or(text)
}
