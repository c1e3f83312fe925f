//! An article as a page: the parts of a printed article in their order, each only where the record has it.
//!
//! ```text
//! 更正                                   kind, of anything but an article
//! 智慧城市建设中的智慧治理               title, and the second title under it
//! Smart Governance in Smart Cities
//!
//! 胡业飞¹，张怡梦²*                      authors
//! ¹ 复旦大学国际关系与公共事务学院       affiliations
//! * 通信作者 张怡梦 · zhang@example.org
//!
//! 收稿 2023-11-24 · 出版 2024-05-17      dates, place
//!
//! 摘要                                   abstract
//! 智慧治理是……
//!
//! 关键词    智慧治理；智慧城市           everything else, labels in one column
//! 分类号    D630 国家行政管理
//!
//! 1 引言                                 full text
//! ```

use std::borrow::Cow;

use super::body::put_body;
use super::builder::{Builder, PageRun, between_sign, glued, own, rich, rich_line};
use super::fields::{Field, fields_of, put_fields};
use super::label::{Label, Tongue, kind_name, relation_name, rendering};
use super::marks::{mark_of, marks_of, marks_run};
use super::{Page, PageOptions, Tag, Target};
use crate::reader::Role;
use crate::record::{Affiliation, Article, ArticleKind, Contributor, Language, MultiText, PartialDate, Relation};
use crate::text::clean_line;

/// The parts of a page in their order: [`super::Place::block`] counts them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Part {
    Kind,
    Title,
    Subtitle,
    Warnings,
    Authors,
    Affiliations,
    Contacts,
    Dates,
    Journal,
    Abstract,
    /// The first of the fields; each has its own number.
    Fields,
    /// The first block of the full text; each has its own number.
    Body = 64,
}

/// Sets an article as a page: everything that the record has, in the order of a printed article.
pub fn article_page(article: &Article, options: &PageOptions) -> Page {
    let tongue = tongue_of(article, options);
    let mut builder = Builder::new(options);
    put_titles(&mut builder, article, tongue);
    put_authors(&mut builder, article, tongue);
    put_dates(&mut builder, article, tongue);
    put_abstract(&mut builder, article);
    let fields: Vec<Field> = fields_of(article, tongue, options);
    builder.gap();
    put_fields(&mut builder, fields);
    put_body(&mut builder, article, tongue);
    builder.finish()
}

/// The tongue of the page's own words: that of the title shown.
pub(super) fn tongue_of(article: &Article, options: &PageOptions) -> Tongue {
    options.language.shown(&article.title, |title| title.trim().is_empty()).first().map_or_else(
        || Tongue::of(&options.language.first()),
        |(_, language, title)| match language {
            Language::Und => Tongue::of_text(title),
            known => Tongue::of(known),
        },
    )
}

/// Whether a text says nothing.
pub(super) fn blank(text: &(impl AsRef<str> + ?Sized)) -> bool {
    text.as_ref().trim().is_empty()
}

fn put_titles(builder: &mut Builder<'_>, article: &Article, tongue: Tongue) {
    let options = builder.options;
    if let Some(kind) = kind_name(&article.kind, tongue) {
        let role = if article.kind == ArticleKind::Correction { Role::Warning } else { Role::Label };
        builder.begin(Part::Kind as usize, 0);
        builder.paragraph(&[own(kind, role)], 0, 0);
    }
    let titles = options.language.shown(&article.title, blank);
    let subtitles = options.language.shown(&article.subtitle, blank);
    for (nth, (place, language, title)) in titles.iter().enumerate() {
        let role = if nth == 0 { Role::Title } else { Role::TitleSecond };
        let mut runs = rich_line(title, &Tag::of(role));
        if let Some((.., subtitle)) = subtitles.iter().find(|(_, other, _)| other == language) {
            if !subtitle.trim_start().starts_with(['—', '–', '-', ':', '：']) {
                runs.push(own(Tongue::of(language).pick("——", ": "), role));
            }
            runs.extend(rich_line(subtitle, &Tag::of(role)));
        }
        builder.begin(Part::Title as usize, *place);
        builder.paragraph(&runs, 0, 0);
    }
    for (place, language, subtitle) in subtitles {
        if !titles.iter().any(|(_, other, _)| *other == language) {
            builder.begin(Part::Subtitle as usize, place);
            builder.paragraph(&rich_line(subtitle, &Tag::of(Role::TitleSecond)), 0, 0);
        }
    }
    builder.begin(Part::Warnings as usize, 0);
    for related in article.related.iter().flatten() {
        if matches!(related.rel, Relation::Correction | Relation::Retraction)
            && let Some(name) = relation_name(related.rel, tongue)
        {
            let mut runs = vec![own(format!("{name}{}", tongue.colon()), Role::Warning)];
            runs.extend(rich_line(&related.raw, &Tag::of(Role::Dim)));
            builder.paragraph(&runs, 0, 2);
        }
    }
}

/// The name as it is printed in a language; put together from its parts where nobody wrote the whole.
pub(super) fn name_of(contributor: &Contributor, language: &Language) -> String {
    if let Some(name) = contributor.name.prefer(language).filter(|name| !blank(name)) {
        return clean_line(name).into_owned();
    }
    let family = contributor.family.prefer(language).map_or("", String::as_str);
    let given = contributor.given.prefer(language).map_or("", String::as_str);
    let between = if Language::of_text(family) == Language::Zh { "" } else { " " };
    let family = contributor.particle.as_ref().map_or_else(|| family.to_owned(), |particle| format!("{particle} {family}"));
    let mut name = if between.is_empty() { format!("{family}{given}") } else { format!("{given} {family}") };
    if let Some(suffix) = &contributor.suffix {
        name.push(' ');
        name.push_str(suffix);
    }
    clean_line(name.trim()).into_owned()
}

/// Names in a row, each leading to the author's articles, with their marks.
fn names(people: &[&Contributor], affiliations: &[Affiliation], language: &Language, options: &PageOptions) -> Vec<PageRun> {
    let mut runs: Vec<PageRun> = Vec::new();
    for contributor in people {
        let name = name_of(contributor, language);
        if name.is_empty() {
            continue;
        }
        if !runs.is_empty() {
            runs.push(own(Tongue::of(language).comma(), Role::Text));
        }
        runs.extend(rich_line(&name, &Tag::leading(Role::Author, Target::Author(name.clone()))));
        runs.extend(marks_run(&marks_of(contributor, affiliations), options));
    }
    runs
}

/// The languages in which these values are shown, as [`super::LanguageChoice::shown`] chooses them.
fn languages<'a>(values: impl Iterator<Item = &'a MultiText>, options: &PageOptions) -> Vec<Language> {
    let mut all = crate::record::Multilingual::<()>::default();
    for value in values {
        for (language, text) in value.iter() {
            if !blank(text) {
                all.insert(language.clone(), ());
            }
        }
    }
    options.language.shown(&all, |()| false).into_iter().map(|(_, language, ())| language.clone()).collect()
}

/// What a contributor's role is called, and whether it goes without saying.
fn role_of(contributor: &Contributor) -> Option<Label> {
    match contributor.role.as_deref() {
        None | Some("author" | "") => None,
        Some("editor") => Some(Label::Editors),
        Some("translator") => Some(Label::Translators),
        Some(_) => Some(Label::Contributors),
    }
}

fn put_authors(builder: &mut Builder<'_>, article: &Article, tongue: Tongue) {
    let options = builder.options;
    builder.gap();
    let mut groups: Vec<(Option<Label>, Vec<&Contributor>)> = Vec::new();
    for contributor in &article.authors {
        let role = role_of(contributor);
        match groups.iter_mut().find(|(known, _)| *known == role) {
            Some((_, people)) => people.push(contributor),
            None => groups.push((role, vec![contributor])),
        }
    }
    let spoken = languages(article.authors.iter().flat_map(|author| [&author.name, &author.family]), options);
    for language in &spoken {
        builder.begin(Part::Authors as usize, rendering(language));
        for (role, people) in &groups {
            let mut runs = names(people, &article.affiliations, language, options);
            if let Some(role) = role {
                runs.insert(0, own(format!("{}{}", role.say(Tongue::of(language)), Tongue::of(language).colon()), Role::Label));
            }
            builder.paragraph(&runs, 0, 0);
        }
    }
    builder.gap();
    let marked = article.affiliations.len() > 1
        || article.authors.iter().any(|author| author.marks.iter().any(|mark| mark.contains(char::is_alphanumeric)));
    let mut spoken = languages(article.affiliations.iter().map(|affiliation| &affiliation.text), options);
    if spoken.is_empty() {
        spoken.push(Language::Und);
    }
    let first = spoken.first().cloned().unwrap_or_default();
    for (nth, language) in spoken.into_iter().enumerate() {
        builder.begin(Part::Affiliations as usize, rendering(&language));
        for (place, affiliation) in article.affiliations.iter().enumerate() {
            // What has one rendering only stands above already.
            if nth > 0 && affiliation.text.prefer(&first) == affiliation.text.prefer(&language) {
                continue;
            }
            let Some(text) = affiliation_text(affiliation, &language) else { continue };
            let mut prefix: Vec<PageRun> =
                if marked { marks_run(&[mark_of(affiliation, place)], options).into_iter().collect() } else { Vec::new() };
            if !prefix.is_empty() {
                prefix.push(own(" ", Role::Affiliation));
            }
            builder.hanging(prefix, &rich_line(&text, &Tag::of(Role::Affiliation)));
        }
    }
    put_contacts(builder, article, tongue);
}

/// An affiliation as printed; put together from its parts where nobody wrote the whole.
fn affiliation_text<'a>(affiliation: &'a Affiliation, language: &Language) -> Option<Cow<'a, str>> {
    if let Some(text) = affiliation.text.prefer(language).filter(|text| !blank(text)) {
        return Some(Cow::Borrowed(text));
    }
    let city = [&affiliation.city, &affiliation.postcode].into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join(" ");
    let parts = [affiliation.org.as_deref(), Some(city.as_str()), affiliation.country.as_deref()];
    let whole = parts.into_iter().flatten().filter(|part| !blank(part)).collect::<Vec<_>>().join(", ");
    (!whole.is_empty()).then_some(Cow::Owned(whole))
}

/// One line for each contributor who can be written to, or is to be.
fn put_contacts(builder: &mut Builder<'_>, article: &Article, tongue: Tongue) {
    let language = tongue.pick("zh", "en");
    builder.begin(Part::Contacts as usize, 0);
    for author in &article.authors {
        let mut parts: Vec<Vec<PageRun>> = Vec::new();
        if let Some(email) = author.email.as_ref().filter(|email| !blank(email)) {
            parts.push(rich_line(email, &Tag::of(Role::Text)));
        }
        if let Some(orcid) = author.orcid.as_deref().and_then(orcid_number) {
            let target = Target::Url(format!("https://orcid.org/{orcid}"));
            parts.push(vec![own(glued("ORCID"), Role::Label), PageRun { tag: Tag::leading(Role::Link, target), ..own(orcid, Role::Link) }]);
        }
        if parts.is_empty() && !author.corresponding && !author.equal {
            continue;
        }
        let name = name_of(author, &Language::parse(language));
        let mut runs = Vec::new();
        if author.corresponding {
            runs.push(own(format!("{} ", Label::Corresponding.say(tongue)), Role::Label));
        }
        runs.extend(rich_line(&name, &Tag::leading(Role::Author, Target::Author(name.clone()))));
        if author.equal {
            runs.push(between_sign(builder.options));
            runs.push(own(Label::Contribution.say(tongue), Role::Label));
        }
        for part in parts {
            runs.push(between_sign(builder.options));
            runs.extend(part);
        }
        let prefix = if author.corresponding { vec![own("* ", Role::Mark)] } else { Vec::new() };
        builder.hanging(prefix, &runs);
    }
}

/// The number of an ORCID identifier (ISO 27729: four groups of four), however it was written.
fn orcid_number(written: &str) -> Option<String> {
    let number = written.trim().rsplit('/').next()?.to_ascii_uppercase();
    let valid = number.len() == 19
        && number.char_indices().all(|(at, c)| if at % 5 == 4 { c == '-' } else { c.is_ascii_digit() || (at == 18 && c == 'X') });
    valid.then_some(number)
}

fn put_dates(builder: &mut Builder<'_>, article: &Article, tongue: Tongue) {
    let options = builder.options;
    let dates = &article.dates;
    let known: [(Label, &str, Option<PartialDate>); 6] = [
        (Label::Received, "received", dates.received),
        (Label::Revised, "revised", dates.revised),
        (Label::Accepted, "accepted", dates.accepted),
        (Label::Online, "online", dates.online),
        (Label::Published, "published", dates.published),
        (Label::Accessed, "accessed", dates.accessed),
    ];
    let mut runs: Vec<PageRun> = Vec::new();
    for (label, member, date) in known {
        let written = dates.raw.get(member).and_then(serde_json::Value::as_str).filter(|written| !written.trim().is_empty());
        let Some(shown) = written.map(str::to_owned).or_else(|| date.map(|date| date.to_string())) else { continue };
        if !runs.is_empty() {
            runs.push(between_sign(options));
        }
        runs.push(own(glued(label.say(tongue)), Role::Label));
        runs.extend(rich_line(&shown, &Tag::of(Role::Text)));
    }
    builder.gap();
    if !runs.is_empty() {
        builder.begin(Part::Dates as usize, 0);
        builder.paragraph(&runs, 0, 0);
    }
    let journals = options.language.shown(&article.journal.title, blank);
    // A year alone stands among the dates already.
    let is_year_alone = article.volume.is_none() && article.issue.is_none() && pages_of(article).is_none();
    if journals.is_empty() && !(is_year_alone && dates.published.map(|date| date.year) == article.year) {
        put_journal(builder, article, 0, tongue, None);
    }
    for (place, language, title) in journals {
        put_journal(builder, article, place, Tongue::of(language), Some(title));
    }
}

/// Where the article stands: `Journal, 2024, 60(3): 46-58`, as much of it as is known.
fn put_journal(builder: &mut Builder<'_>, article: &Article, place: usize, tongue: Tongue, title: Option<&String>) {
    let mut runs = title.map(|title| rich_line(title, &Tag::leading(Role::Text, Target::Journal))).unwrap_or_default();
    if let Some(issue) = issue_of(article) {
        if !runs.is_empty() {
            runs.push(own(tongue.comma(), Role::Text));
        }
        runs.push(PageRun { tag: Tag::leading(Role::Text, Target::Issue), ..own(clean_line(&issue).into_owned(), Role::Text) });
    }
    if let Some(pages) = pages_of(article) {
        if !runs.is_empty() {
            runs.push(own(tongue.colon(), Role::Text));
        }
        runs.extend(rich_line(&pages, &Tag::of(Role::Text)));
    }
    if !runs.is_empty() {
        builder.begin(Part::Journal as usize, place);
        builder.paragraph(&runs, 0, 2);
    }
}

/// `2024, 60(3)`: year, volume and issue as far as they are known.
pub(super) fn issue_of(article: &Article) -> Option<String> {
    numbering(article.year, article.volume.as_deref(), article.issue.as_deref())
}

/// `2024, 60(3)`, `2024(3)`, `2024`.
pub(in crate::reader) fn numbering(year: Option<i32>, volume: Option<&str>, issue: Option<&str>) -> Option<String> {
    let mut written = year.map(|year| year.to_string()).unwrap_or_default();
    if let Some(volume) = volume.filter(|volume| !volume.trim().is_empty()) {
        if !written.is_empty() {
            written.push_str(", ");
        }
        written.push_str(volume.trim());
    }
    if let Some(issue) = issue.filter(|issue| !issue.trim().is_empty()) {
        written.push_str(&format!("({})", issue.trim()));
    }
    (!written.is_empty()).then_some(written)
}

fn pages_of(article: &Article) -> Option<String> {
    let raw = article.pages.raw.trim();
    if raw.is_empty() { article.pages.article_number.clone().or_else(|| article.pages.first.clone()) } else { Some(raw.to_owned()) }
}

fn put_abstract(builder: &mut Builder<'_>, article: &Article) {
    let silent = |sections: &Vec<crate::record::AbstractSection>| {
        sections.iter().all(|section| blank(&section.text) && section.head.as_ref().is_none_or(blank))
    };
    for (place, language, sections) in builder.options.language.shown(&article.abstracts, silent) {
        let tongue = match language {
            Language::Und => Tongue::of_text(sections.first().map_or("", |section| &section.text)),
            known => Tongue::of(known),
        };
        builder.gap();
        builder.begin(Part::Abstract as usize, place);
        builder.section(Label::Abstract.say(tongue).to_owned(), 1);
        builder.paragraph(&[own(Label::Abstract.say(tongue), Role::Heading)], 0, 0);
        for section in sections {
            let mut runs = Vec::new();
            if let Some(head) = section.head.as_ref().filter(|head| !blank(head)) {
                let bare = head.trim().trim_end_matches([':', '：']);
                let mut head = rich_line(bare, &Tag::of(Role::Text));
                head.push(own(tongue.colon(), Role::Text));
                for run in &mut head {
                    run.emphasis.bold = true;
                }
                runs.extend(head);
            }
            runs.extend(rich(section.text.trim(), Role::Text));
            builder.paragraph(&runs, 0, 0);
        }
    }
}
