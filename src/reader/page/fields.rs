//! The fields of a page: a label and what it says, the labels in one column where the page is wide enough.

use super::article::{Part, blank};
use super::builder::{Builder, PageRun, between_sign, broken, glued, hang, own, rich_line, rich_tagged, runs_bytes};
use super::label::{Label, Tongue, rendering};
use super::{PageOptions, Tag, Target};
use crate::formats::{clc_above, clc_named};
use crate::reader::{Role, Sign};
use crate::record::{Article, ArticleKind, Identifiers, ImprintPart, Language, Subject, imprint_of};
use crate::text::clean_line;

/// Blanks between a label and what it says, at least.
const GAP: usize = 2;

/// One field.
pub(super) struct Field {
    /// What kind of field it is: fields of one kind have one number, whatever their language.
    part: usize,
    rendering: usize,
    label: String,
    runs: Vec<PageRun>,
}

/// Fields gathered in order.
pub(super) struct Fields {
    all: Vec<Field>,
    part: usize,
}

impl Fields {
    /// Fields that come after this part of the page.
    pub const fn after(part: usize) -> Self {
        Self { all: Vec::new(), part }
    }

    /// The next fields are of another kind.
    const fn next_kind(&mut self) {
        self.part += 1;
    }

    fn push_in(&mut self, rendering: usize, label: impl Into<String>, runs: Vec<PageRun>) {
        if runs.iter().any(|run| !run.text.trim().is_empty()) {
            self.all.push(Field { part: self.part, rendering, label: label.into(), runs });
        }
    }

    /// A field that is not in any language.
    pub fn push(&mut self, label: impl Into<String>, runs: Vec<PageRun>) {
        self.next_kind();
        self.push_in(0, label, runs);
    }

    /// A field of text, if there is one.
    pub fn text(&mut self, label: impl Into<String>, text: Option<&String>) {
        self.push(label, text.map(|text| rich_line(text, &Tag::of(Role::Text))).unwrap_or_default());
    }

    pub fn into_fields(self) -> Vec<Field> {
        self.all
    }
}

/// An address that leads to itself, shown as written.
pub(super) fn address(url: &str) -> Vec<PageRun> {
    let url = clean_line(url).trim().to_owned();
    vec![PageRun { tag: Tag::leading(Role::Link, Target::Url(url.clone())), ..own(url, Role::Link) }]
}

/// A DOI that leads to itself.
pub(super) fn doi(doi: &str) -> Vec<PageRun> {
    let doi = clean_line(doi).trim().to_owned();
    vec![PageRun { tag: Tag::leading(Role::Link, Target::Doi(doi.clone())), ..own(doi, Role::Link) }]
}

/// The fields of an article that stand between its abstract and its full text.
pub(super) fn fields_of(article: &Article, tongue: Tongue, options: &PageOptions) -> Vec<Field> {
    let mut fields = Fields::after(Part::Fields as usize);
    keywords(&mut fields, article, options);
    subjects(&mut fields, &article.subjects, tongue, options);
    fields.next_kind();
    for (place, language, heading) in options.language.shown(&article.heading, blank) {
        fields.push_in(place, Label::Heading.say(Tongue::of(language)), rich_line(heading, &Tag::of(Role::Text)));
    }
    funding(&mut fields, article, options);
    imprint(&mut fields, article, tongue);
    identifiers(&mut fields, article, tongue);
    license(&mut fields, article, tongue, options);
    for link in &article.links {
        if link.kind == "doi" && article.ids.doi.is_some() {
            continue;
        }
        let kind = clean_line(&link.kind).trim().to_uppercase();
        fields.push_in(0, if kind.is_empty() { Label::Address.say(tongue).to_owned() } else { kind }, address(&link.url));
    }
    fields.next_kind();
    metrics(&mut fields, article, tongue, options);
    fields.next_kind();
    for (place, language, title) in options.language.shown(&article.short_title, blank) {
        fields.push_in(place, Label::ShortTitle.say(Tongue::of(language)), rich_line(title, &Tag::of(Role::Text)));
    }
    fields.push(Label::Roles.say(tongue), contributions(article, tongue, options));
    fields.next_kind();
    for author in &article.authors {
        for (place, language, bio) in options.language.shown(&author.bio, blank) {
            // One kind, but anchors ascend by the order of lines: the rendering tells only languages of the first.
            let place = if fields.all.last().is_some_and(|last| last.part == fields.part) { usize::MAX } else { place };
            fields.push_in(place, Label::AboutAuthors.say(Tongue::of(language)), rich_line(bio, &Tag::of(Role::Text)));
        }
    }
    fields.next_kind();
    for note in &article.notes {
        fields.push_in(0, Label::Notes.say(tongue), rich_tagged(note.trim(), &Tag::of(Role::Text)));
    }
    let tags: Vec<String> = article.tags.iter().map(|tag| clean_line(tag).into_owned()).collect();
    fields.text(Label::Tags.say(tongue), Some(&tags.join(tongue.semicolon())));
    fields.into_fields()
}

fn keywords(fields: &mut Fields, article: &Article, options: &PageOptions) {
    fields.next_kind();
    for (place, language, keywords) in options.language.shown(&article.keywords, |words| words.iter().all(blank)) {
        let tongue = match language {
            Language::Und => Tongue::of_text(keywords.first().map_or("", String::as_str)),
            known => Tongue::of(known),
        };
        let mut runs: Vec<PageRun> = Vec::new();
        for keyword in keywords.iter().filter(|keyword| !blank(keyword)) {
            if !runs.is_empty() {
                runs.push(own(tongue.semicolon(), Role::Dim));
            }
            runs.extend(rich_line(keyword, &Tag::leading(Role::Keyword, Target::Keyword(keyword.clone()))));
        }
        fields.push_in(place, Label::Keywords.say(tongue), runs);
    }
}

/// What each did for the work: `Jane Smith: Data curation, Writing – original draft (lead); …`.
fn contributions(article: &Article, tongue: Tongue, options: &PageOptions) -> Vec<PageRun> {
    let mut runs: Vec<PageRun> = Vec::new();
    for one in article.authors.iter().filter(|one| !one.roles.is_empty()) {
        let Some((.., name)) = options.language.shown(&one.name, blank).into_iter().next() else { continue };
        if !runs.is_empty() {
            runs.push(own(tongue.semicolon(), Role::Dim));
        }
        runs.extend(rich_line(name, &Tag::of(Role::Text)));
        for (nth, role) in one.roles.iter().enumerate() {
            runs.push(own(if nth == 0 { tongue.colon() } else { tongue.comma() }, Role::Dim));
            runs.extend(rich_line(&role.name, &Tag::of(Role::Text)));
            let degree = role.degree.iter().map(|degree| own(format!(" ({})", clean_line(degree)), Role::Text));
            runs.extend(degree);
        }
    }
    runs
}

/// Classes, a field for each scheme.
fn subjects(fields: &mut Fields, subjects: &[Subject], tongue: Tongue, options: &PageOptions) {
    fields.next_kind();
    let mut schemes: Vec<&str> = Vec::new();
    for subject in subjects {
        if !schemes.contains(&subject.scheme.as_str()) {
            schemes.push(&subject.scheme);
        }
    }
    for scheme in schemes {
        let mut runs: Vec<PageRun> = Vec::new();
        for subject in subjects.iter().filter(|subject| subject.scheme == scheme) {
            let tag = Tag::leading(Role::Keyword, Target::Subject { scheme: scheme.to_owned(), code: subject.code.clone() });
            let mut class = rich_line(&subject.code, &tag);
            // A name is that of the class, or of the nearest above it that has one: then it says of which.
            let above = if scheme == "clc" { clc_above(&subject.code) } else { None };
            let above = above.filter(|above| clc_named(above) == subject.name);
            let plain = |text: &str| PageRun { tag: Tag { role: Role::Text, ..tag.clone() }, ..own(text, Role::Text) };
            let names = options.language.shown(&subject.name, blank);
            let (open, close) = above.map_or((" ".to_owned(), ""), |above| (format!(" ({above} "), ")"));
            for (nth, (.., name)) in names.into_iter().enumerate() {
                class.push(plain(if nth == 0 && !class.is_empty() { &open } else { options.signs.draw(Sign::Between) }));
                class.extend(rich_line(name, &Tag { role: Role::Text, ..tag.clone() }));
            }
            if !close.is_empty() {
                class.push(plain(close));
            }
            if !runs.is_empty() && !class.is_empty() {
                runs.push(own(tongue.semicolon(), Role::Dim));
            }
            runs.extend(class);
        }
        let label = match scheme {
            "clc" => Label::Class.say(tongue).to_owned(),
            "heading" | "toc-major" | "toc-minor" => Label::Heading.say(tongue).to_owned(),
            other => clean_line(other).to_uppercase(),
        };
        fields.push_in(0, label, runs);
    }
}

fn funding(fields: &mut Fields, article: &Article, options: &PageOptions) {
    fields.next_kind();
    let mut by_language: Vec<(usize, Tongue, Vec<PageRun>)> = Vec::new();
    for grant in &article.funding {
        let mut said: Vec<(usize, Tongue, Vec<PageRun>)> = Vec::new();
        for (place, language, text) in options.language.shown(&grant.text, blank) {
            said.push((place, Tongue::of(language), rich_line(text, &Tag::of(Role::Text))));
        }
        if said.is_empty() {
            let mut text = grant.funder.as_deref().map(clean_line).unwrap_or_default().into_owned();
            let awards: Vec<_> = grant.awards.iter().map(|award| clean_line(award)).collect();
            if !awards.is_empty() {
                text.push_str(&format!(" ({})", awards.join(", ")));
            }
            let tongue = Tongue::of_text(&text);
            said.push((rendering(&Language::parse(tongue.pick("zh", "en"))), tongue, vec![own(text.trim(), Role::Text)]));
        }
        for (place, tongue, runs) in said {
            match by_language.iter_mut().find(|(known, ..)| *known == place) {
                Some((_, tongue, all)) => {
                    all.push(own(tongue.semicolon(), Role::Dim));
                    all.extend(runs);
                }
                None => by_language.push((place, tongue, runs)),
            }
        }
    }
    by_language.sort_by_key(|(place, ..)| *place);
    for (place, tongue, runs) in by_language {
        fields.push_in(place, Label::Funding.say(tongue), runs);
    }
}

/// A number of a work that leads to where it is told of, if there is an address for such numbers.
fn resolved(base: &str, number: Option<&String>) -> Vec<PageRun> {
    number.map(|number| number.trim()).filter(|number| !number.is_empty()).map_or_else(Vec::new, |number| {
        let plain = number.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '/' | '-' | '_' | ':'));
        let mut runs = rich_line(number, &Tag::of(Role::Text));
        if plain && !base.is_empty() {
            for run in &mut runs {
                run.tag = Tag::leading(Role::Link, Target::Url(format!("{base}{number}")));
            }
        }
        runs
    })
}

/// The numbers of a work in PubMed and in PubMed Central.
pub(super) fn in_pubmed(fields: &mut Fields, ids: &Identifiers) {
    fields.push("PMID", resolved("https://pubmed.ncbi.nlm.nih.gov/", ids.pmid.as_ref()));
    fields.push("PMCID", resolved("https://www.ncbi.nlm.nih.gov/pmc/articles/", ids.pmcid.as_ref()));
}

/// Who published it, where, in which edition, under which number.
fn imprint(fields: &mut Fields, article: &Article, tongue: Tongue) {
    fields.next_kind();
    for (part, text) in imprint_of(article, &Language::parse(tongue.pick("zh", "en"))) {
        let of_institution = part == ImprintPart::Publisher && matches!(article.kind, ArticleKind::Thesis | ArticleKind::Report);
        let (zh, en) = part.names();
        let label = if of_institution { Label::Institution.say(tongue) } else { tongue.pick(zh, en) };
        fields.push_in(0, label, rich_line(&text, &Tag::of(Role::Text)));
    }
}

fn identifiers(fields: &mut Fields, article: &Article, tongue: Tongue) {
    let ids = &article.ids;
    fields.text(Label::ArticleNumber.say(tongue), ids.article_no.as_ref());
    fields.push("DOI", ids.doi.as_ref().map(|known| doi(known.as_str())).unwrap_or_default());
    in_pubmed(fields, ids);
    fields.push("arXiv", resolved("https://arxiv.org/abs/", ids.arxiv.as_ref()));
    fields.push("OpenAlex", resolved("", ids.openalex.as_ref()));
    fields.push("CNKI", resolved("", ids.cnki.as_ref()));
    fields.push("CSTR", resolved("", ids.cstr.as_ref()));
}

fn license(fields: &mut Fields, article: &Article, tongue: Tongue, options: &PageOptions) {
    let mut parts: Vec<Vec<PageRun>> = Vec::new();
    if article.open_access == Some(true) {
        parts.push(vec![own(Label::OpenAccess.say(tongue), Role::Text)]);
    }
    let license = &article.license;
    for text in [&license.text, &article.copyright].into_iter().flatten().filter(|text| !blank(text)) {
        parts.push(rich_line(text, &Tag::of(Role::Text)));
    }
    if let Some(url) = license.url.as_ref().filter(|url| !blank(url)) {
        parts.push(address(url));
    }
    fields.push(Label::License.say(tongue), between(parts, options));
}

/// Things of one kind on a line.
pub(super) fn between(parts: Vec<Vec<PageRun>>, options: &PageOptions) -> Vec<PageRun> {
    let mut runs = Vec::new();
    for part in parts {
        if !runs.is_empty() {
            runs.push(between_sign(options));
        }
        runs.extend(part);
    }
    runs
}

fn metrics(fields: &mut Fields, article: &Article, tongue: Tongue, options: &PageOptions) {
    let figures = &article.metrics;
    let known = [
        (Label::Viewed, figures.viewed_full),
        (Label::ViewedAbstract, figures.viewed_abstract),
        (Label::Downloads, figures.downloads),
        (Label::Cited, figures.cited),
        (Label::Shared, figures.shared),
        (Label::Discussed, figures.discussed),
    ];
    let mut parts: Vec<Vec<PageRun>> = Vec::new();
    for (label, figure) in known {
        if let Some(figure) = figure {
            parts.push(vec![own(format!("{}{figure}", glued(label.say(tongue))), Role::Text)]);
        }
    }
    if let Some(day) = figures.as_of.as_ref().filter(|_| !parts.is_empty()) {
        parts.push(rich_line(day, &Tag::of(Role::Dim)));
    }
    fields.push_in(0, Label::Metrics.say(tongue), between(parts, options));
}

/// Sets fields: labels in a column of their own where that leaves the larger part of the width to what they say, else
/// before the text.
pub(super) fn put_fields(builder: &mut Builder<'_>, fields: Vec<Field>) {
    let options = builder.options;
    let column = fields.iter().map(|field| options.measure.width(&field.label)).max().unwrap_or(0) + GAP;
    let in_column = !options.spoken() && column * 3 <= options.width;
    for field in fields {
        builder.begin(field.part, field.rendering);
        let label = own(field.label, Role::Label);
        let bytes = label.text.len() + GAP + runs_bytes(&field.runs);
        let lines = if in_column {
            let blanks = column - options.measure.width(&label.text);
            let mut lines = hang(vec![label, own(" ".repeat(blanks), Role::Text)], &field.runs, options);
            // Counted as if the gap were the narrow one, so that places agree in every width.
            for line in lines.iter_mut().skip(1) {
                line.start -= blanks - GAP;
            }
            lines
        } else {
            let gap = if options.spoken() { ": ".to_owned() } else { " ".repeat(GAP) };
            let mut runs = vec![label, own(gap, Role::Text)];
            runs.extend(field.runs);
            broken(&runs, 0, 2, options)
        };
        builder.lines(lines, bytes);
    }
}
