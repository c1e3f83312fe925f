//! What the library says of an author, a key word, a class, a journal, an issue or an article, as rows: figures, charts, lists.
//!
//! ```text
//! 31 articles, 2019–2024: list them
//!
//! Articles per year
//! 2024  ███████████████▌  31
//!
//! Co-authors 2
//! 张怡梦 (ZHANG Yi-meng)                    7        ← Enter leads on
//! ```

use super::builder::{PageRun, broken, clip, own, rich_line};
use super::card::card_row;
use super::chart::{ChartBar, bars_of_ages, bars_of_years, chart};
use super::{PageLine, PageOptions, RowShape, Tag};
use crate::library::{
    Ages, ArticleKey, Bar, Counted, Figures, FiguresOf, Node, OwnFigures, Profile, ProfileOf, ProfileWork, RECENT, YearCount,
};
use crate::reader::{Role, Sign, grouped};
use crate::record::MultiText;
use crate::text::{clean_line, plain};

/// Where a row leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lead {
    Article(ArticleKey),
    Profile(ProfileOf),
    /// An issue of the tree.
    Node(Node),
    /// All articles as a list in the place of the issues; of an author, by these names.
    All(ProfileOf, Vec<String>),
}

/// One row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OverviewRow {
    pub line: PageLine,
    pub leads: Option<Lead>,
    /// A part begins here.
    pub head: bool,
}

/// Rows in the making.
struct Rows<'a> {
    options: &'a PageOptions,
    all: Vec<OverviewRow>,
}

/// `1 article`, `12 articles`
pub fn counted(count: u64, one: &str) -> String {
    if count == 1 { format!("1 {one}") } else { format!("{} {one}s", grouped(count)) }
}

impl Rows<'_> {
    /// A row of one line, cut to the width.
    fn row(&mut self, runs: Vec<PageRun>, leads: Option<Lead>) {
        let mut line = PageLine { runs, ..PageLine::default() };
        self.cut(&mut line, self.options.width);
        self.all.push(OverviewRow { line, leads, head: false });
    }

    /// Cuts a line to so many cells, with an ellipsis where something is lost.
    fn cut(&self, line: &mut PageLine, width: usize) {
        if line.width(self.options.measure) <= width {
            return;
        }
        let end = self.options.signs.draw(Sign::Ellipsis);
        let room = width.saturating_sub(self.options.measure.width(end));
        clip(line, &PageOptions { width: room, ..*self.options });
        line.runs.push(own(end, Role::Dim));
        clip(line, &PageOptions { width, ..*self.options });
    }

    /// Words over as many rows as they need.
    fn say(&mut self, text: &str, role: Role) {
        let lines = broken(&[own(clean_line(text), role)], 0, 2, self.options);
        self.all.extend(lines.into_iter().map(|line| OverviewRow { line, ..OverviewRow::default() }));
    }

    /// A part begins, with air before it for the eye.
    fn head(&mut self, title: &str) {
        if !self.all.is_empty() && !self.options.spoken() {
            self.all.push(OverviewRow::default());
        }
        self.row(vec![own(clean_line(title), Role::Heading)], None);
        if let Some(row) = self.all.last_mut() {
            row.head = true;
        }
    }

    fn chart(&mut self, bars: &[ChartBar], unit: &str, leads: impl Fn(usize) -> Option<Lead>) {
        for (at, line) in chart(bars, unit, self.options).into_iter().enumerate() {
            self.all.push(OverviewRow { line, leads: leads(at), head: false });
        }
    }

    /// A label that may lead on, and at the right edge how many articles it stands in.
    fn counted(&mut self, label: Vec<PageRun>, articles: u64, leads: Option<Lead>) {
        let mut line = PageLine { runs: label, ..PageLine::default() };
        if self.options.spoken() {
            line.runs.push(own(format!(": {}", counted(articles, "article")), Role::Text));
            return self.row(line.runs, leads);
        }
        let figure = grouped(articles);
        let room = self.options.width.saturating_sub(figure.len() + 1);
        self.cut(&mut line, room);
        let air = self.options.width.saturating_sub(line.width(self.options.measure) + figure.len());
        line.runs.push(own(format!("{}{figure}", " ".repeat(air)), Role::Dim));
        self.row(line.runs, leads);
    }

    fn years(&mut self, years: &[YearCount]) {
        if !years.is_empty() {
            self.head("Articles per year");
            self.chart(&bars_of_years(years), "article", |_| None);
        }
    }

    fn authors(&mut self, title: &str, authors: &[Counted], all: u64) {
        if authors.is_empty() {
            return;
        }
        self.head(&format!("{title} {}", grouped(all)));
        for author in authors {
            let mut label = rich_line(&author.label, &Tag::of(Role::Author));
            if let Some(also) = &author.also {
                label.push(own(format!(" ({})", clean_line(also)), Role::Dim));
            }
            self.counted(label, author.articles, Some(Lead::Profile(ProfileOf::Author(author.label.clone()))));
        }
        let left = all.saturating_sub(authors.len() as u64);
        if left > 0 {
            self.say(&format!("and {} more", grouped(left)), Role::Dim);
        }
    }

    fn keywords(&mut self, title: &str, keywords: &[Counted]) {
        if keywords.is_empty() {
            return;
        }
        self.head(title);
        for word in keywords.iter().take(KEYWORDS) {
            let label = rich_line(&word.label, &Tag::of(Role::Keyword));
            self.counted(label, word.articles, Some(Lead::Profile(ProfileOf::Keyword(word.label.clone()))));
        }
    }

    fn works(&mut self, works: &[ProfileWork], all: u64) {
        if works.is_empty() {
            return;
        }
        let of = if (works.len() as u64) < all { format!("Newest {} of {}", works.len(), grouped(all)) } else { "Articles".to_owned() };
        self.head(&of);
        let options = PageOptions { shape: RowShape::Single, ..*self.options };
        for work in works {
            let reason = work.guessed.then_some("a guess");
            if let Some(line) = card_row(&work.card, reason, &options).lines.into_iter().next() {
                self.all.push(OverviewRow { line, leads: Some(Lead::Article(work.card.key)), head: false });
            }
        }
    }

    fn ages(&mut self, ages: &Ages) {
        if ages.dated() == 0 {
            return;
        }
        self.head("Age of the references");
        self.say(&ages_said(ages), Role::Text);
        self.chart(&bars_of_ages(ages), "reference", |_| None);
    }
}

/// Key words that a page names.
const KEYWORDS: usize = 20;

/// Median, Price's index, and what has no age.
pub fn ages_said(ages: &Ages) -> String {
    let mut said = Vec::new();
    if let Some(median) = ages.median() {
        let whole = median.fract() == 0.0;
        said.push(if whole { format!("median {median:.0} years") } else { format!("median {median:.1} years") });
    }
    said.extend(ages.price().map(|price| format!("{price}% at most {RECENT} years old (Price index)")));
    said.extend((ages.undated > 0).then(|| format!("{} without a year", grouped(ages.undated))));
    said.extend((ages.later > 0).then(|| format!("{} of a later year", grouped(ages.later))));
    said.join("; ")
}

/// `2019–2024`, one year, or nothing where none is known.
fn span(years: &[YearCount]) -> Option<String> {
    let known = || years.iter().filter_map(|one| one.year);
    Some(from_to(known().min()?, known().max()?))
}

fn from_to(first: i32, last: i32) -> String {
    if first == last { first.to_string() } else { format!("{first}–{last}") }
}

/// A text in the language of the page.
fn prefer<'a>(text: &'a MultiText, options: &PageOptions) -> &'a str {
    text.prefer(&options.language.first()).map_or("", String::as_str)
}

/// The page of an author, a key word or a class.
pub fn profile_rows(profile: &Profile, options: &PageOptions) -> Vec<OverviewRow> {
    let mut rows = Rows { options, all: Vec::new() };
    let names: Vec<String> = profile.names.iter().filter(|form| form.is_joined()).map(|form| form.name.clone()).collect();
    let mut summary = counted(profile.articles, "article");
    if let Some(span) = span(&profile.years) {
        summary.push_str(&format!(", {span}"));
    }
    let leads = (profile.articles > 0).then(|| Lead::All(profile.of.clone(), names));
    let how = if leads.is_some() { ": Enter lists them" } else { "" };
    rows.row(vec![own(summary, Role::Title), own(how, Role::Dim)], leads);
    if profile.guessed > 0 {
        rows.say(&format!("{} of them by a guess, marked so below.", grouped(profile.guessed)), Role::Dim);
    }
    if profile.looked_into < profile.articles {
        let looked = grouped(profile.looked_into);
        rows.say(&format!("Years are of all; names and key words of the newest {looked}."), Role::Dim);
    }
    names_rows(&mut rows, profile);
    classes_rows(&mut rows, profile);
    rows.years(&profile.years);
    let of_author = matches!(profile.of, ProfileOf::Author(_));
    if !profile.affiliations.is_empty() {
        rows.head("Affiliations");
        for place in &profile.affiliations {
            let years = place.first.zip(place.last).map(|(first, last)| from_to(first, last)).unwrap_or_default();
            let pad = " ".repeat(11usize.saturating_sub(options.measure.width(&years)));
            let between = if options.spoken() { if years.is_empty() { "" } else { ": " } } else { pad.as_str() };
            let mut runs = vec![own(format!("{years}{between}"), Role::Label)];
            runs.extend(rich_line(&place.text, &Tag::of(Role::Affiliation)));
            let lines = broken(&runs, 0, 11, options);
            rows.all.extend(lines.into_iter().map(|line| OverviewRow { line, ..OverviewRow::default() }));
        }
    }
    rows.authors(if of_author { "Co-authors" } else { "Authors" }, &profile.authors, profile.all_authors);
    rows.keywords(if of_author { "Key words" } else { "Key words beside it" }, &profile.keywords);
    rows.works(&profile.works, profile.articles);
    rows.all
}

/// The other names of an author, each with the evidence.
fn names_rows(rows: &mut Rows<'_>, profile: &Profile) {
    if profile.names.len() < 2 {
        return;
    }
    rows.head("Names");
    for form in &profile.names {
        let mut label = rich_line(&form.name, &Tag::of(Role::Author));
        let reason = form.reason();
        if let Some(reason) = &reason {
            let between = if rows.options.spoken() { ": " } else { "  " };
            label.push(own(format!("{between}{}", clean_line(reason)), Role::Reason));
        }
        // A name that is joined leads to this very page.
        let leads = (!form.is_joined()).then(|| Lead::Profile(ProfileOf::Author(form.name.clone())));
        rows.counted(label, form.articles, leads);
    }
}

/// The classes above and below.
fn classes_rows(rows: &mut Rows<'_>, profile: &Profile) {
    let clc = |code: &str| Lead::Profile(ProfileOf::Class { scheme: "clc".to_owned(), code: code.to_owned() });
    let label = |code: &str, name: &MultiText, options: &PageOptions| {
        let mut runs = rich_line(code, &Tag::of(Role::Keyword));
        runs.push(own(format!(" {}", clean_line(prefer(name, options))), Role::Text));
        runs
    };
    if !profile.above.is_empty() {
        rows.head("Class");
        let last = profile.above.len() - 1;
        for (depth, (code, name)) in profile.above.iter().enumerate() {
            let indent = if rows.options.spoken() { String::new() } else { " ".repeat(depth * 2) };
            let mut runs = vec![own(indent, Role::Text)];
            runs.extend(label(code, name, rows.options));
            rows.row(runs, (depth != last).then(|| clc(code)));
        }
    }
    if !profile.below.is_empty() {
        rows.head("Classes below it");
        for tally in &profile.below {
            let runs = label(&tally.label, &tally.name, rows.options);
            rows.counted(runs, tally.articles, Some(clc(&tally.label)));
        }
    }
}

/// The figures of a library, a journal, a volume, an issue or an article.
pub fn figures_rows(figures: &Figures, options: &PageOptions) -> Vec<OverviewRow> {
    let mut rows = Rows { options, all: Vec::new() };
    if let Some(own_figures) = &figures.own {
        let title = plain(prefer(&figures.title, options));
        rows.say(&title, Role::Title);
        own_rows(&mut rows, own_figures);
    } else {
        let mut summary = vec![counted(figures.articles, "article")];
        summary.extend(figures.journals.map(|journals| counted(journals, "journal")));
        summary.extend(span(&figures.years));
        rows.say(&summary.join(", "), Role::Title);
    }
    let mut references = counted(figures.cited, "reference");
    if figures.cited > 0 {
        references.push_str(&format!(", {} of them in the library", grouped(figures.held)));
    }
    if figures.own.is_none() && figures.looked_into > 0 {
        let mean = (figures.cited * 10 + figures.looked_into / 2) / figures.looked_into;
        references.push_str(&format!("; {}.{} for each article", grouped(mean / 10), mean % 10));
    }
    rows.say(&references, Role::Text);
    if figures.looked_into < figures.articles {
        rows.say(&format!("References are those of the newest {}.", counted(figures.looked_into, "article")), Role::Dim);
    }
    rows.years(&figures.years);
    bars_rows(&mut rows, "Articles per issue", "article", &figures.issues);
    bars_rows(&mut rows, "References per article, by first page", "reference", &figures.references);
    rows.ages(&figures.ages);
    if !figures.most_cited.is_empty() {
        rows.head("Most cited in the library");
        let shape = PageOptions { shape: RowShape::Single, ..*options };
        for (card, by) in &figures.most_cited {
            let reason = format!("cited by {}", grouped(*by));
            if let Some(line) = card_row(card, Some(&reason), &shape).lines.into_iter().next() {
                // The figure is what the list is about: it goes first where the line is cut.
                let mut runs = vec![own(format!("{:>4}{}", grouped(*by), if options.spoken() { ": " } else { " " }), Role::Number)];
                runs.extend(line.runs.into_iter().filter(|run| run.tag.role != Role::Reason));
                rows.row(runs, Some(Lead::Article(card.key)));
            }
        }
    }
    rows.all
}

/// What the page gave, and what the reader and the library count.
fn own_rows(rows: &mut Rows<'_>, figures: &OwnFigures) {
    let metrics = &figures.metrics;
    let given = [
        ("viewed in full", metrics.viewed_full),
        ("abstract viewed", metrics.viewed_abstract),
        ("downloaded", metrics.downloads),
        ("cited", metrics.cited),
        ("shared", metrics.shared),
        ("discussed", metrics.discussed),
    ];
    let given: Vec<String> = given.iter().filter_map(|(what, figure)| figure.map(|figure| format!("{what} {}", grouped(figure)))).collect();
    if !given.is_empty() {
        let day = metrics.as_of.as_ref().map_or_else(|| ", no date".to_owned(), |day| format!(", {}", plain(day)));
        rows.say(&format!("The page said{day}: {}", given.join(", ")), Role::Text);
    }
    let opened = match figures.opened {
        0 => "never".to_owned(),
        1 => "once".to_owned(),
        times => format!("{} times", grouped(times)),
    };
    rows.say(&format!("Opened here: {opened}; cited by {} of the library", counted(figures.cited_by, "article")), Role::Text);
}

fn bars_rows(rows: &mut Rows<'_>, title: &str, unit: &str, bars: &[Bar]) {
    if bars.iter().all(|bar| bar.count == 0) {
        return;
    }
    rows.head(title);
    let drawn: Vec<ChartBar> = bars.iter().map(|bar| ChartBar { label: bar.label.clone(), count: bar.count }).collect();
    rows.chart(&drawn, unit, |at| {
        bars.get(at).map(|bar| match bar.node {
            Node::Article(key) => Lead::Article(key),
            node => Lead::Node(node),
        })
    });
}

/// What a page of figures is called.
pub fn figures_title(figures: &Figures, options: &PageOptions) -> String {
    match figures.of {
        FiguresOf::Library => "Figures of the library".to_owned(),
        FiguresOf::Article(_) => "Figures of this article".to_owned(),
        FiguresOf::Node(_) => format!("Figures: {} {}", plain(prefer(&figures.title, options)), figures.number).trim_end().to_owned(),
    }
}
