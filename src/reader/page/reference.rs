//! References and related articles as rows of a list, and as pages of their own.

use super::builder::{Builder, PageRun, hang, line_width, own, pause, rich, rich_line};
use super::fields::{Fields, address, between, doi, in_pubmed, put_fields};
use super::label::{Label, Tongue, how_found, relation_name};
use super::work::{cited_here, put_citing};
use super::{LanguageChoice, Page, PageLine, PageOptions, Row, RowShape, SHORT, Tag};
use crate::library::{Linked, Work};
use crate::reader::{Role, Sign};
use crate::record::{Article, Citation, Contributor, Doi, HowLinked, Identifiers, Language, Reference, ReferenceType, RelatedArticle};
use crate::text::clean_line;

use super::article::{blank, name_of, numbering};

/// The reference list, a row for each entry of `article.refs`.
///
/// `linked` has one value for each entry; entries without one count as unknown.
pub fn reference_rows(article: &Article, linked: &[Linked], options: &PageOptions) -> Vec<Row> {
    let references = article.refs.as_deref().unwrap_or_default();
    let numbers: Vec<String> = references.iter().enumerate().map(|(place, reference)| number(reference.n.as_deref(), place)).collect();
    let column = widest(&numbers, options);
    references
        .iter()
        .zip(&numbers)
        .enumerate()
        .map(|(place, (reference, number))| {
            let parts: Vec<&Citation> = reference.parts.iter().collect();
            let prefix = prefix(number, column, linked.get(place), options);
            entry_row(prefix, None, &parts, &reference.raw, options)
        })
        .collect()
}

/// The related articles, a row for each entry of `article.related`.
///
/// `linked` has one value for each entry; entries without one count as unknown.
pub fn related_rows(article: &Article, linked: &[Linked], options: &PageOptions) -> Vec<Row> {
    let related = article.related.as_deref().unwrap_or_default();
    let numbers: Vec<String> =
        related.iter().enumerate().map(|(place, entry)| number(entry.n.map(|n| n.to_string()).as_deref(), place)).collect();
    let column = widest(&numbers, options);
    related
        .iter()
        .zip(&numbers)
        .enumerate()
        .map(|(place, (entry, number))| {
            let parts: Vec<&Citation> = entry.part.iter().collect();
            let tongue = Tongue::of_text(&entry.raw);
            let prefix = prefix(number, column, linked.get(place), options);
            entry_row(prefix, relation_name(entry.rel, tongue), &parts, &entry.raw, options)
        })
        .collect()
}

/// The number printed before an entry, else its place from 1.
fn number(printed: Option<&str>, place: usize) -> String {
    let printed = printed.map(clean_line).unwrap_or_default();
    let printed = printed.trim();
    if printed.is_empty() { (place + 1).to_string() } else { printed.to_owned() }
}

/// Cells of the number column. A printed "number" that is a whole word does not widen it for all.
fn widest(numbers: &[String], options: &PageOptions) -> usize {
    numbers.iter().map(|number| options.measure.width(number)).filter(|width| *width <= 5).max().unwrap_or(1)
}

/// The sign for where an entry leads, in its role.
pub(super) fn linked_sign(linked: Option<&Linked>, options: &PageOptions) -> PageRun {
    match linked {
        Some(Linked::Held { .. }) => own(options.signs.draw(Sign::Held), Role::Held),
        Some(Linked::Elsewhere { .. }) => own(options.signs.draw(Sign::Elsewhere), Role::Elsewhere),
        Some(Linked::Unknown) | None => own(" ", Role::Text),
    }
}

/// ` 12 ● `: the number to the right of its column, and the sign.
fn prefix(number: &str, column: usize, linked: Option<&Linked>, options: &PageOptions) -> Vec<PageRun> {
    if options.spoken() {
        let sign = linked_sign(linked, options);
        let stated = if sign.text.trim().is_empty() { Vec::new() } else { vec![own(", ", Role::Text), sign] };
        return [vec![own(number, Role::Number)], stated, vec![own(": ", Role::Text)]].concat();
    }
    let blanks = column.saturating_sub(options.measure.width(number));
    vec![
        own(format!("{}{number}", " ".repeat(blanks)), Role::Number),
        own(" ", Role::Text),
        linked_sign(linked, options),
        own(" ", Role::Text),
    ]
}

/// A row from the rendering that the language choice prefers, with the other below it where both are wanted; from the
/// printed entry where nothing was understood of it.
fn entry_row(prefix: Vec<PageRun>, relation: Option<&'static str>, parts: &[&Citation], raw: &str, options: &PageOptions) -> Row {
    let mut renderings: Vec<&Citation> =
        parts.iter().copied().filter(|part| part.title.as_ref().is_some_and(|title| !blank(title))).collect();
    if options.language != LanguageChoice::Both {
        let wanted = options.language.first();
        let chosen = renderings.iter().position(|part| part.lang == wanted).unwrap_or(0);
        renderings = renderings.into_iter().skip(chosen).take(1).collect();
    }
    let mut runs: Vec<PageRun> = Vec::new();
    if let Some(relation) = relation {
        runs.push(own(relation, Role::Reason));
        runs.push(pause(&runs, options));
    }
    match renderings.first() {
        Some(first) => runs.extend(citation_runs(first, options)),
        None => runs.extend(rich_line(raw.trim(), &Tag::of(Role::Text))),
    }
    let indent = super::builder::runs_width(&prefix, options);
    let mut lines = shaped(prefix, &runs, options);
    if options.shape == RowShape::Whole {
        for twin in renderings.iter().skip(1) {
            let mut runs = citation_runs(twin, options);
            for run in &mut runs {
                run.tag.role = Role::Dim;
            }
            let prefix = if options.spoken() { Vec::new() } else { vec![own(" ".repeat(indent), Role::Text)] };
            lines.extend(hang(prefix, &runs, options));
        }
    }
    Row { lines, gutter: indent }
}

/// The lines of a row in the shape that is asked for.
pub(super) fn shaped(prefix: Vec<PageRun>, runs: &[PageRun], options: &PageOptions) -> Vec<PageLine> {
    match options.shape {
        RowShape::Whole => hang(prefix, runs, options),
        RowShape::Short => {
            let mut lines = hang(prefix, runs, options);
            if lines.len() > SHORT {
                lines.truncate(SHORT);
                if let Some(last) = lines.last_mut() {
                    // Wider than the line by a blank, so that the cut always leaves its sign.
                    let missing = options.width + 1 - line_width(last, options).min(options.width);
                    last.runs.push(own(" ".repeat(missing), Role::Text));
                    cut_line(last, options);
                }
            }
            lines
        }
        RowShape::Single => {
            let mut line = PageLine { runs: prefix, ..PageLine::default() };
            line.runs.extend_from_slice(runs);
            cut_line(&mut line, options);
            vec![line]
        }
    }
}

/// Cuts a line to the width with an ellipsis at its end.
fn cut_line(line: &mut PageLine, options: &PageOptions) {
    if line_width(line, options) <= options.width {
        return;
    }
    let (ellipsis, taken) = options.measure.head(options.signs.draw(Sign::Ellipsis), options.width);
    super::builder::clip(line, &PageOptions { width: options.width - taken, ..*options });
    if let Some(last) = line.runs.last_mut() {
        let kept = last.text.trim_end().len();
        last.text.truncate(kept);
    }
    let role = line.runs.last().map_or(Role::Text, |run| run.tag.role);
    line.runs.push(own(ellipsis, role));
}

/// `Dameri 2017  Smart city definition, goals and performance  Government Information Quarterly 35(4)`.
fn citation_runs(citation: &Citation, options: &PageOptions) -> Vec<PageRun> {
    let tongue = tongue_of(citation);
    let mut runs: Vec<PageRun> = Vec::new();
    let authors = short_authors(&citation.authors, citation.etal, tongue);
    if !authors.is_empty() {
        runs.extend(rich_line(&authors, &Tag::of(Role::Author)));
    }
    if let Some(year) = year_of(citation) {
        let between = if runs.is_empty() { "" } else { " " };
        runs.push(own(format!("{between}{year}"), Role::Text));
    }
    if !runs.is_empty() {
        runs.push(pause(&runs, options));
    }
    if let Some(title) = &citation.title {
        runs.extend(rich_line(title.trim(), &Tag::of(Role::Text)));
    }
    let source = source_of(citation, options);
    if !source.is_empty() {
        runs.push(pause(&runs, options));
        runs.extend(source);
    }
    runs
}

fn tongue_of(citation: &Citation) -> Tongue {
    match &citation.lang {
        Language::Und => Tongue::of_text(citation.title.as_deref().unwrap_or_default()),
        known => Tongue::of(known),
    }
}

fn year_of(citation: &Citation) -> Option<String> {
    let suffix = citation.year_suffix.as_deref().unwrap_or_default();
    citation.year.map(|year| clean_line(&format!("{year}{suffix}")).into_owned())
}

/// One author, or two, or the first and `et al.`: by family name in Latin script, by the whole name in Chinese.
fn short_authors(authors: &[Contributor], etal: bool, tongue: Tongue) -> String {
    let language = Language::parse(tongue.pick("zh", "en"));
    let short = |author: &Contributor| match author.family.prefer(&language).filter(|family| !blank(family)) {
        Some(family) if Language::of_text(family) != Language::Zh => {
            author.particle.as_ref().map_or_else(|| family.clone(), |particle| format!("{particle} {family}"))
        }
        _ => name_of(author, &language),
    };
    let and_others = tongue.pick("等", " et al.");
    match authors {
        [] => String::new(),
        [one] if !etal => short(one),
        [one, two] if !etal => format!("{}{}{}", short(one), tongue.pick("，", " & "), short(two)),
        [one, ..] => format!("{}{and_others}", short(one)),
    }
}

/// Where a cited work stands: journal, volume, issue; or publisher; or the kind of thing it is.
fn source_of(citation: &Citation, options: &PageOptions) -> Vec<PageRun> {
    // In the look of the title: a change of look in every row of a long list costs a slow line more than it tells a reader, whom the
    // pause before it tells as much.
    let plain = Tag::of(Role::Text);
    let mut parts: Vec<Vec<PageRun>> = Vec::new();
    if let Some(host) = citation.host_title().filter(|host| !host.trim().is_empty()) {
        let mut runs = rich_line(host.trim(), &plain);
        if let Some(numbering) = numbering(None, citation.volume.as_deref(), citation.issue.as_deref()) {
            let open = numbering.starts_with('(');
            runs.push(own(format!("{}{}", if open { "" } else { " " }, clean_line(&numbering)), Role::Text));
        }
        parts.push(runs);
    } else if let Some(publisher) = citation.publisher.as_ref().filter(|publisher| !blank(publisher)) {
        parts.push(rich_line(publisher.trim(), &plain));
    } else if let Some(kind) = citation.kind.filter(|kind| *kind != ReferenceType::J) {
        parts.push(vec![own(format!("[{}]", kind.code()), Role::Text)]);
    }
    between(parts, options)
}

/// A reference with all its parts, what the library knows of it, and what was printed; of one that is not held also who else
/// cites the work, once that is known.
pub fn reference_page(reference: &Reference, linked: &Linked, work: Option<&Work>, options: &PageOptions) -> Page {
    let parts: Vec<&Citation> = reference.parts.iter().collect();
    entry_page(reference.n.as_deref(), None, &parts, &reference.raw, Some(&reference.ids), linked, work, options)
}

/// A related article with all its parts, what the library knows of it, and what was printed.
pub fn related_page(related: &RelatedArticle, linked: &Linked, work: Option<&Work>, options: &PageOptions) -> Page {
    let parts: Vec<&Citation> = related.part.iter().collect();
    let relation = relation_name(related.rel, Tongue::of_text(&related.raw));
    entry_page(related.n.map(|n| n.to_string()).as_deref(), relation, &parts, &related.raw, None, linked, work, options)
}

/// More parts than the page of one rendering has.
const PARTS: usize = 64;

#[expect(clippy::too_many_arguments, reason = "what references and related articles have in common, each said once")]
pub(super) fn entry_page(
    number: Option<&str>,
    relation: Option<&'static str>,
    parts: &[&Citation],
    raw: &str,
    known: Option<&Identifiers>,
    linked: &Linked,
    work: Option<&Work>,
    options: &PageOptions,
) -> Page {
    let tongue = parts.first().map_or_else(|| Tongue::of_text(raw), |part| tongue_of(part));
    let mut builder = Builder::new(options);
    let mut part = 0;
    let mut head: Vec<Vec<PageRun>> = Vec::new();
    if let Some(number) = number {
        head.push(vec![own(format!("[{}]", clean_line(number)), Role::Number)]);
    }
    if let Some(relation) = relation {
        head.push(vec![own(relation, Role::Reason)]);
    }
    // Who listens hears the words; the sign would say the same before them.
    let signed = |words: String| {
        if options.spoken() {
            return vec![own(words, Role::Text)];
        }
        vec![linked_sign(Some(linked), options), own(format!(" {words}"), Role::Text)]
    };
    head.push(match linked {
        Linked::Held { how, .. } => signed(format!("{}{}{}", Label::InLibrary.say(tongue), tongue.colon(), reason(*how, parts, tongue))),
        Linked::Elsewhere { .. } => signed(Label::KnownElsewhere.say(tongue).to_owned()),
        Linked::Unknown => vec![own(Label::NotKnown.say(tongue), Role::Dim)],
    });
    head.extend(work.map(|work| cited_here(work, tongue)));
    builder.paragraph(&between(head, options), 0, 0);
    for (nth, citation) in parts.iter().enumerate() {
        builder.gap();
        part += 1;
        builder.begin(part, 0);
        if let Some(title) = &citation.title {
            let role = if nth == 0 { Role::Title } else { Role::TitleSecond };
            builder.paragraph(&rich_line(title.trim(), &Tag::of(role)), 0, 0);
        }
        let mut fields = Fields::after(part);
        put_citation(&mut fields, citation, known.filter(|_| nth == 0));
        put_fields(&mut builder, fields.into_fields());
        part = PARTS * (nth + 1);
    }
    if let Linked::Elsewhere { url } = linked
        && !parts.iter().any(|citation| citation.url.as_ref() == Some(url))
    {
        builder.begin(part + 1, 0);
        builder.paragraph(&address(url), 0, 0);
    }
    if let Some(work) = work {
        put_citing(&mut builder, work, part + 2, tongue);
    }
    builder.gap();
    builder.begin(part + 3, 0);
    builder.paragraph(&[own(Label::Printed.say(tongue), Role::Label)], 0, 0);
    builder.paragraph(&rich(raw.trim(), Role::Dim), 0, 0);
    builder.finish()
}

/// Why the entry is thought to be that record: of a place, which one ("same journal, 2020, 12(3), page 899").
fn reason(how: HowLinked, parts: &[&Citation], tongue: Tongue) -> String {
    let placed = parts.iter().find_map(|part| {
        let page = part.pages.as_deref()?.split(['-', '–', '—', '－', '~', ',', '+']).next()?;
        let number = numbering(part.year, part.volume.as_deref(), part.issue.as_deref())?;
        Some((clean_line(&number).into_owned(), clean_line(page.trim()).into_owned()))
    });
    match placed {
        Some((number, page)) if matches!(how, HowLinked::Place | HowLinked::PartialPlace) => {
            let (same, comma) = (tongue.pick("同刊", "same journal"), tongue.comma());
            format!("{same}{comma}{number}{comma}{}{page}{}", tongue.pick("第 ", "page "), tongue.pick(" 页", ""))
        }
        _ => how_found(how, tongue).to_owned(),
    }
}

fn put_citation(fields: &mut Fields, citation: &Citation, known: Option<&Identifiers>) {
    let tongue = tongue_of(citation);
    let language = Language::parse(tongue.pick("zh", "en"));
    let people = |people: &[Contributor], etal: bool| {
        let mut names: Vec<String> = people.iter().map(|person| name_of(person, &language)).filter(|name| !name.is_empty()).collect();
        if etal {
            names.push(tongue.pick("等", "et al.").to_owned());
        }
        names.join(tongue.comma())
    };
    fields.text(Label::Authors.say(tongue), Some(&people(&citation.authors, citation.etal)));
    fields.text(Label::Translators.say(tongue), Some(&people(&citation.translators, false)));
    fields.text(Label::Source.say(tongue), citation.host.as_ref().and_then(|host| host.title.as_ref()));
    fields.text(Label::Editors.say(tongue), citation.host.as_ref().map(|host| people(&host.editors, false)).as_ref());
    let mut place = numbering(citation.year, citation.volume.as_deref(), citation.issue.as_deref()).unwrap_or_default();
    if let Some(pages) = citation.pages.as_ref().filter(|pages| !blank(pages)) {
        place.push_str(&format!("{}{pages}", if place.is_empty() { "" } else { ": " }));
    }
    fields.text(Label::Year.say(tongue), Some(&place));
    fields.text(Label::Date.say(tongue), citation.date.as_ref());
    fields.text(Label::Edition.say(tongue), citation.edition.as_ref());
    let publisher: Vec<String> =
        [&citation.place, &citation.publisher].into_iter().flatten().filter(|part| !blank(part)).cloned().collect();
    fields.text(Label::Publisher.say(tongue), Some(&publisher.join(tongue.colon())));
    fields.text(Label::Number.say(tongue), citation.number.as_ref());
    if let Some((_, code, zh, en)) = ReferenceType::ALL.iter().find(|(kind, ..)| Some(*kind) == citation.kind) {
        let carrier = citation.carrier.as_deref().map(|carrier| format!("/{carrier}")).unwrap_or_default();
        fields.text(Label::Kind.say(tongue), Some(&format!("{} [{code}{carrier}]", tongue.pick(zh, en))));
    }
    let known_doi = known.and_then(|ids| ids.doi.as_ref()).map(Doi::as_str);
    fields.push("DOI", citation.doi.as_deref().or(known_doi).map(doi).unwrap_or_default());
    if let Some(ids) = known {
        in_pubmed(fields, ids);
    }
    fields.push(Label::Address.say(tongue), citation.url.as_deref().map(address).unwrap_or_default());
    fields.text(Label::Accessed.say(tongue), citation.accessed.as_ref());
    fields.text(Label::Rest.say(tongue), Some(&citation.rest));
}
