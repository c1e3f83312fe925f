//! The full text of an article: sections, paragraphs, lists, figures, tables, formulas, quotations and code.

use std::collections::HashMap;

use super::article::{Part, blank};
use super::builder::{Builder, PageRun, own, pause, rich_line, rich_tagged};
use super::fields::address;
use super::label::{Label, Tongue};
use super::parts::{TextPart, text_parts};
use super::table::put_table;
use super::{Page, PageOptions, Tag, Target};
use crate::reader::{Role, Sign};
use crate::record::{Article, Block, Figure, Formula, Language, Note, Section};
use crate::text::{Mark, clean_line, parse_rich_with};

/// Cells before a formula.
const FORMULA_INDENT: usize = 4;

/// The full text, each block under its own number.
pub(super) fn put_body(builder: &mut Builder<'_>, article: &Article, tongue: Tongue) {
    let Some(sections) = article.body.as_ref().filter(|sections| !sections.is_empty()) else { return };
    let mut references = Numbers::within(article, sections.first().map(|section| &section.lang));
    let mut tables = 0;
    builder.gap();
    builder.begin(Part::Body as usize, 0);
    let named = sections.iter().any(|section| section.title.values().any(|title| !blank(title)));
    if !named {
        builder.section(Label::FullText.say(tongue).to_owned(), 1);
        builder.paragraph(&[own(Label::FullText.say(tongue), Role::Heading)], 0, 0);
    }
    let (mut language, mut shown) = (None, true);
    for (number, part) in text_parts(article) {
        let table = tables;
        tables += usize::from(matches!(part, TextPart::Block(Block::Table(_))));
        if let TextPart::Section(section) = part {
            shown = builder.options.language.shows_text_in(&section.lang, sections);
        }
        if !shown {
            continue;
        }
        if matches!(part, TextPart::Block(_)) {
            builder.gap();
        }
        builder.begin(Part::Body as usize + number, 0);
        if let TextPart::Section(section) = part
            && language.replace(&section.lang).is_none_or(|before| *before != section.lang)
            && number > 1
        {
            references = Numbers::within(article, Some(&section.lang));
            put_language(builder, &section.lang, tongue);
        }
        put_part(builder, part, table, &references, tongue);
    }
}

/// A heading, or a block; a table is the one of this place among the tables.
pub(super) fn put_part(builder: &mut Builder<'_>, part: TextPart<'_>, table: usize, references: &Numbers, tongue: Tongue) {
    match part {
        TextPart::Section(section) => put_heading(builder, section),
        TextPart::Block(Block::Table(of_text)) => put_table(builder, of_text, table, references),
        TextPart::Block(block) => put_block(builder, block, references, tongue),
    }
}

/// Where the text begins once more in another language.
fn put_language(builder: &mut Builder<'_>, language: &Language, tongue: Tongue) {
    let heading = format!("{} ({})", Label::FullText.say(tongue), language.as_str());
    builder.gap();
    builder.section(heading.clone(), 1);
    builder.paragraph(&[own(heading, Role::Heading)], 0, 0);
}

fn put_heading(builder: &mut Builder<'_>, section: &Section) {
    let titles = builder.options.language.shown(&section.title, blank);
    if titles.is_empty() {
        return;
    }
    builder.gap();
    for (nth, (.., title)) in titles.into_iter().enumerate() {
        let role = if nth == 0 { Role::Heading } else { Role::Dim };
        let mut runs = rich_line(title, &Tag::of(role));
        // Deeper headings are told by their look and by the section list; an indent would only cost width.
        for run in &mut runs {
            run.emphasis.italic |= section.level > 2;
        }
        if nth == 0 {
            let plain: String = runs.iter().map(|run| run.text.as_str()).collect();
            builder.section(plain, section.level.max(1));
        }
        builder.paragraph(&runs, 0, 0);
    }
}

fn put_block(builder: &mut Builder<'_>, block: &Block, references: &Numbers, tongue: Tongue) {
    match block {
        Block::P(text) => {
            let runs = references.lit(text.trim(), Role::Text);
            builder.paragraph(&runs, 0, 0);
        }
        Block::List(points) => {
            let bullet = format!("{} ", builder.options.signs.draw(Sign::Bullet));
            for point in points {
                let (mark, words) = numbered(point.trim()).unwrap_or((bullet.trim_end(), point.trim()));
                builder.hanging(vec![own(format!("{mark} "), Role::Dim)], &references.lit(words, Role::Text));
            }
        }
        Block::Fig(figure) => put_figure(builder, figure, references, tongue),
        Block::Math(formula) => put_formula(builder, formula),
        Block::Quote(text) => {
            let bar = builder.options.signs.draw(Sign::Bar);
            put_barred(builder, &references.lit(text.trim(), Role::Quote), bar);
        }
        Block::Code(text) => {
            for line in text.trim_matches('\n').split('\n') {
                let indent = line.chars().map_while(|c| if c == ' ' { Some(1) } else { (c == '\t').then_some(4) }).sum::<usize>();
                let runs = rich_tagged(line.trim_start(), &Tag::of(Role::Code));
                builder.paragraph(&runs, indent + 2, indent + 4);
            }
        }
        Block::Note(note) => put_note(builder, note, Role::Dim, references),
        // Tables are set where they are counted.
        Block::Table(_) => {}
        Block::Unknown(value) => {
            let kind = value.as_object().and_then(|members| members.keys().next()).map_or("?", String::as_str);
            let note = tongue.pick("〔此版本不认识的内容：", "[something this version cannot show: ");
            let end = tongue.pick("〕", "]");
            builder.paragraph(&[own(format!("{note}{}{end}", clean_line(kind)), Role::Dim)], 0, 0);
        }
    }
}

fn put_note(builder: &mut Builder<'_>, note: &Note, role: Role, references: &Numbers) {
    let mut runs = rich_line(note.label.trim(), &Tag::of(Role::Label));
    if !runs.is_empty() {
        runs.push(pause(&runs, builder.options));
    }
    runs.extend(references.lit(note.text.trim(), role));
    builder.paragraph(&runs, 0, 2);
}

/// Text with a rule at the left of every line.
fn put_barred(builder: &mut Builder<'_>, runs: &[PageRun], bar: &'static str) {
    let bytes = super::builder::runs_bytes(runs);
    let mut lines = super::builder::broken(runs, 2, 2, builder.options);
    for line in &mut lines {
        if line.indent == 2 {
            line.indent = 0;
            line.runs.insert(0, own(format!("{bar} "), Role::Dim));
        }
    }
    builder.lines(lines, bytes);
}

fn put_figure(builder: &mut Builder<'_>, figure: &Figure, references: &Numbers, tongue: Tongue) {
    builder.caption(&figure.label, &figure.caption);
    let label = if blank(&figure.label) { Label::Picture.say(tongue) } else { figure.label.trim() };
    let mut runs = rich_line(label, &Tag::of(Role::Label));
    runs.push(pause(&runs, builder.options));
    runs.extend(references.lit(figure.caption.trim(), Role::Dim));
    builder.paragraph(&runs, 0, 2);
    let Some(href) = figure.href.as_ref().filter(|href| !blank(href)) else { return };
    if href.starts_with("http://") || href.starts_with("https://") {
        builder.paragraph(&address(href), 2, 2);
    } else if blank(&figure.label) && blank(&figure.caption) {
        // The name of a file that the reader does not have says nothing beside a label or a caption.
        builder.paragraph(&rich_line(href, &Tag::of(Role::Dim)), 2, 2);
    }
}

/// A formula as readable text; as TeX where the source had nothing better.
fn put_formula(builder: &mut Builder<'_>, formula: &Formula) {
    let written = if blank(&formula.text) { formula.tex.as_deref().unwrap_or_default() } else { &formula.text };
    for line in written.lines() {
        builder.paragraph(&rich_line(line, &Tag::of(Role::Text)), FORMULA_INDENT, FORMULA_INDENT + 2);
    }
}

/// What marks in the text point at: the places of the references in their list, by printed number, and the notes and the parts of
/// the text by their ids.
pub(super) struct Numbers {
    places: HashMap<String, usize>,
    count: usize,
    notes: HashMap<String, usize>,
    parts: HashMap<String, usize>,
}

impl Numbers {
    pub fn of(article: &Article) -> Self {
        Self::within(article, None)
    }

    /// The same, where notes and parts are those of the text in one language: two texts may have the same ids.
    fn within(article: &Article, language: Option<&Language>) -> Self {
        let references = article.refs.as_deref().unwrap_or_default();
        let mut places = HashMap::new();
        for (place, reference) in references.iter().enumerate() {
            if let Some(number) = &reference.n {
                places.entry(number.trim().to_owned()).or_insert(place);
            }
        }
        let mut found = HashMap::new();
        let (mut parts, mut nth, mut within) = (HashMap::new(), 0, true);
        for (number, part) in text_parts(article) {
            if let TextPart::Section(section) = part {
                within = language.is_none_or(|language| section.lang.is_unknown() || section.lang == *language);
            }
            if let TextPart::Block(Block::Note(note)) = part {
                if let Some(id) = note.id.as_ref().filter(|_| within) {
                    found.entry(id.trim().to_owned()).or_insert(nth);
                }
                nth += 1;
            }
            for id in part.ids().filter(|_| within) {
                parts.entry(id.to_owned()).or_insert(number);
            }
        }
        Self { places, count: references.len(), notes: found, parts }
    }

    /// The place of the reference that a mark points at: by printed number, else by counting.
    fn place(&self, mark: &str) -> Option<usize> {
        let mark = mark.trim();
        self.places.get(mark).copied().or_else(|| mark.parse::<usize>().ok()?.checked_sub(1).filter(|place| *place < self.count))
    }

    /// Rich-lite text whose `<xref r="12">` lead to their references, `<xref fn="fn3">` to their notes, and `<xref to="fig2">` to
    /// their parts of the text.
    pub fn lit(&self, text: &str, role: Role) -> Vec<PageRun> {
        parse_rich_with(text, |mark| {
            let target = match mark {
                Some(Mark::Reference(number)) => self.place(number).map(Target::Reference),
                Some(Mark::Note(id)) => self.notes.get(id.trim()).copied().map(Target::Note),
                Some(Mark::Part(ids)) => ids.split_whitespace().find_map(|id| self.parts.get(id)).copied().map(Target::Part),
                None => None,
            };
            target.map_or_else(|| Tag::of(role), |target| Tag::leading(Role::Link, target))
        })
    }
}

/// The notes of the full text, in reading order.
fn notes(article: &Article) -> impl Iterator<Item = &Note> {
    let blocks = article.body.iter().flatten().flat_map(|section| &section.blocks);
    blocks.filter_map(|block| if let Block::Note(note) = block { Some(note) } else { None })
}

/// What a note is called, and its page: a mark leads to it by its place among the notes.
pub fn note_page(article: &Article, nth: usize, options: &PageOptions) -> Option<(String, Page)> {
    let note = notes(article).nth(nth)?;
    let tongue = Tongue::of(&options.language.first());
    let mut builder = Builder::new(options);
    builder.begin(Part::Body as usize, 0);
    put_note(&mut builder, note, Role::Text, &Numbers::of(article));
    let label: String = rich_line(note.label.trim(), &Tag::of(Role::Label)).into_iter().map(|run| run.text).collect();
    Some((format!("{} {label}", tongue.pick("注", "Note")).trim_end().to_owned(), builder.finish()))
}
/// The mark that a point of a list has of its own (`1.`, `(a)`, `iv)`, `①`, `–`), and what it says: it needs no bullet.
fn numbered(point: &str) -> Option<(&str, &str)> {
    let (mark, words) = point.split_once(' ')?;
    let bare = mark.trim_matches(|c| matches!(c, '(' | ')' | '.' | '[' | ']' | '（' | '）' | '、'));
    let roman = || bare.chars().all(|c| "ivxIVX".contains(c));
    // `E. coli` is none: of a letter with a point only a small one counts.
    let letter = bare.chars().count() == 1 && (bare.chars().all(char::is_lowercase) || mark.starts_with(['(', '（', '[']));
    let counts = bare.bytes().all(|byte| byte.is_ascii_digit()) || letter || (roman() && bare.len() > 1);
    let own = mark != bare && !bare.is_empty() && bare.chars().count() <= 4 && counts;
    (own || matches!(mark, "–" | "—" | "•" | "·") || matches!(mark.chars().next(), Some('①'..='⑳'))).then(|| (mark, words.trim_start()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_with_marks_of_their_own_have_no_bullets() {
        for (point, mark) in
            [("1. Reeds", "1."), ("(a) Reeds", "(a)"), ("iv) Reeds", "iv)"), ("① 芦苇", "①"), ("– Reeds", "–"), ("[12] x", "[12]")]
        {
            assert_eq!(numbered(point).map(|(mark, _)| mark), Some(mark), "{point}");
        }
        for point in ["Reeds grow", "A reed", "2020 was wet", "etc. and so on", "(reeds) grow", "E. coli grows", "C. elegans"] {
            assert_eq!(numbered(point), None, "{point}");
        }
    }
}
