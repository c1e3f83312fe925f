//! What stands before and behind the text: further abstracts, acknowledgements, statements, notes, appendices. Each is a section
//! under its own title, else under the name of what it is said to be.

use super::body::Text;
use super::words;
use crate::formats::xml::{Element, list_language};
use crate::record::{Article, Block, Matter, MultiText, Section};

/// What a kind is called: words that its name may have in it, and the title in English and in Chinese. The first counts.
type Called = (&'static [&'static str], &'static str, &'static str);

/// Kinds of further abstracts (`@abstract-type`).
const SUMMARIES: &[Called] = &[
    (&["graphic", "visual", "key-image"], "Graphical abstract", "图文摘要"),
    (&["video"], "Video abstract", "视频摘要"),
    (&["highlight"], "Highlights", "亮点"),
    (&["key-point", "keypoint", "key-message", "key-finding"], "Key points", "要点"),
    (&["plain-language", "lay-summary", "layman"], "Plain-language summary", "通俗摘要"),
    (&["executive"], "Executive summary", "内容提要"),
    (&["editor"], "Editor's summary", "编者摘要"),
    (&["author"], "Author summary", "作者摘要"),
    (&["significance"], "Significance", "意义"),
    (&["objective"], "Objectives", "目标"),
    (&["digest"], "Digest", "摘编"),
    (&["teaser"], "Teaser", "导语"),
    (&["toc"], "In the table of contents", "目录提要"),
    (&["web"], "Web summary", "网页摘要"),
    (&["short", "precis"], "Short abstract", "短摘要"),
];

/// Kinds of statements (`@sec-type`, `@notes-type`, `@fn-type`, `@content-type`). Several words of one kind say that it is of money
/// before they say that something is disclosed.
const STATEMENTS: &[Called] = &[
    (&["availability", "data-access", "data-accessibility"], "Data availability", "数据可用性"),
    (&["fund", "funds", "funding", "financial", "grant", "grants"], "Funding", "基金项目"),
    (&["coi", "conflict", "competing", "interest", "disclosure"], "Competing interests", "利益冲突"),
    (&["con", "contribution", "contributors"], "Author contributions", "作者贡献"),
    (&["ethics", "ethical"], "Ethics", "伦理声明"),
    (&["consent"], "Consent", "知情同意"),
    (&["supplement"], "Supplementary material", "补充材料"),
    (&["abbr", "abbrev", "abbreviation"], "Abbreviations", "缩略语"),
    (&["acknowledg"], "Acknowledgements", "致谢"),
    (&["declaration"], "Declarations", "声明"),
];

/// Parts behind the text that are sections of it, and what they are called where nothing says it.
const BEHIND: &[(&str, &str, &str)] = &[
    ("ack", "Acknowledgements", "致谢"),
    ("sec", "", ""),
    ("app-group", "", ""),
    ("app", "Appendix", "附录"),
    ("glossary", "Glossary", "术语表"),
    ("notes", "Notes", "注释"),
    ("bio", "About the authors", "作者简介"),
    ("fn-group", "Notes", "注释"),
];

/// Whether something is told before or behind a text that is not there.
pub(super) fn is_told(root: Element<'_>, back: Option<Element<'_>>) -> bool {
    back.is_some_and(|back| back.children().any(|part| !is_elsewhere(part)))
        || root.children().any(|part| matches!(part.name(), "floats-group" | "floats-wrap"))
        || further(root).next().is_some()
}

/// Whether a part of the text is a section of it: notes and statements are where they have a title.
pub(super) fn is_section(part: Element<'_>) -> bool {
    matches!(part.name(), "sec" | "app") || part.child("title").is_some()
}

/// The abstracts that are not the article's own.
fn further(root: Element<'_>) -> impl Iterator<Item = Element<'_>> {
    let front = root.children().filter(|part| matches!(part.name(), "front" | "front-stub"));
    let parts = front.flat_map(|front| front.child("article-meta").unwrap_or(front).children());
    parts.filter(|part| matches!(part.name(), "abstract" | "trans-abstract") && !part.is_taken())
}

/// Parts of `back` that are read in another place, or are its own title.
fn is_elsewhere(part: Element<'_>) -> bool {
    matches!(part.name(), "ref-list" | "label" | "title")
}

/// What something is called by the words of its kind; one of a few letters must be a whole word of it.
fn called(kind: &str, names: &'static [Called]) -> Option<(&'static str, &'static str)> {
    let kind = kind.to_lowercase().replace(['_', ' '], "-");
    let says = |word: &&str| kind.split('-').any(|part| part == *word) || (word.len() > 4 && kind.contains(*word));
    let named = names.iter().find(|(words, ..)| words.iter().any(says));
    named.map(|(_, en, zh)| (*en, *zh))
}

/// What a further abstract of a kind is called, in English and in Chinese.
pub fn summary(kind: &str) -> (&'static str, &'static str) {
    called(kind, SUMMARIES).unwrap_or(("Summary", "摘要"))
}

/// What a statement is called by its kind, or by that of the only note in it.
fn statement(part: Element<'_>) -> Option<(&'static str, &'static str)> {
    let kinds = ["sec-type", "notes-type", "fn-type", "content-type", "specific-use"];
    let own = kinds.iter().filter_map(|name| part.attribute(name)).find_map(|kind| called(&kind, STATEMENTS));
    own.or_else(|| {
        let mut notes = part.all("fn");
        let only = notes.next().filter(|_| part.name() == "fn-group" && notes.next().is_none())?;
        called(&only.attribute("fn-type")?, STATEMENTS)
    })
}

impl Text {
    /// Further abstracts of the article (a digest, the authors' or editors' summary), each in its place and under its name.
    pub(super) fn before(&mut self, root: Element<'_>, article: &Article) {
        let own = words::own(article);
        for digest in further(root) {
            if words::is_one_of(&own, digest) {
                continue;
            }
            let kind = digest.attribute("abstract-type").unwrap_or_default();
            let name = called(&kind, SUMMARIES);
            let (en, zh) = name.unwrap_or(("Summary", "摘要"));
            let from = self.sections.len();
            self.section(digest, 1, Some(self.say(en, zh)), 0);
            digest.take();
            // "Abstract", over one that is another.
            let is_plain = |section: &&mut Section| section.title.values().all(|title| words::is_plain_head(title));
            let title = self.say(en, zh);
            let lang = list_language(Some(&self.lang), title);
            if let Some(section) = self.sections.get_mut(from).filter(is_plain).filter(|_| name.is_some()) {
                section.title = MultiText::of(lang, title.to_owned());
            }
        }
    }

    /// Parts of `back`, each in its place.
    pub(super) fn behind(&mut self, back: Element<'_>) {
        for part in back.children().filter(|part| !is_elsewhere(*part)) {
            let known = BEHIND.iter().find(|(name, ..)| *name == part.name()).map(|(_, en, zh)| (*en, *zh));
            let Some(known) = known else {
                self.loose(part);
                continue;
            };
            let (en, zh) = statement(part).unwrap_or(known);
            let title = Some(self.say(en, zh)).filter(|title| !title.is_empty());
            if part.name() == "app-group" && part.child("title").is_none() {
                for app in part.children() {
                    self.section(app, 1, Some(self.say("Appendix", "附录")), 0);
                }
            } else {
                let from = self.sections.len();
                self.section(part, 1, title, 0);
                // A name that nobody gave stands over nothing.
                if let Some(section) = self.sections.get_mut(from).filter(|one| one.blocks.is_empty() && part.child("title").is_none()) {
                    section.title = MultiText::default();
                }
            }
            part.take();
        }
    }

    /// A part that is no section: a paragraph, a list, a figure, or what is not known.
    fn loose(&mut self, part: Element<'_>) {
        let mut blocks = Vec::new();
        self.block(part, &mut blocks, 0);
        if !blocks.is_empty() {
            self.blocks_behind(blocks);
            part.take();
        }
    }

    /// Blocks in a section without a title; those that follow each other are in one.
    fn blocks_behind(&mut self, blocks: Vec<Block>) {
        match self.sections.last_mut().filter(|section| section.title.is_empty() && section.matter == Matter::Back) {
            Some(section) => section.blocks.extend(blocks),
            None => self.sections.push(Section { level: 1, matter: Matter::Back, blocks, ..Section::default() }),
        }
    }
}
