//! The library as a reader sees it: up to three shelves side by side, and the answers to its questions.

use std::cell::OnceCell;
use std::path::Path;

use super::changes::Searched;
use super::check::Verdict;
use super::import::{Feed, Keep, Progress, Report};
use super::looking::Looking;
use super::records::{Records, held};
use super::shelf::Shelf;
use super::{Access, Answer, ArticleCard, ArticleKey, LibraryError, Order, Question, ShelfName};
use super::{DoubtfulPair, Figures, FiguresOf, Profile, ProfileOf, doubts, figures, image, lists, personal, profiles};
use crate::formats::Reading;
use crate::record::{Article, Doi};

type Done<T> = Result<T, LibraryError>;

/// What the user owns, and what stands beside it.
#[derive(Default)]
pub struct Library {
    pub(super) files: Option<Shelf>,
    pub(super) own: Option<Shelf>,
    pub(super) sample: Option<Sample>,
}

/// The embedded sample: an image, unpacked when first asked for.
pub(super) struct Sample {
    pub(super) image: &'static [u8],
    shelf: OnceCell<Shelf>,
}

impl Sample {
    /// Whether it has been unpacked.
    pub(super) fn is_open(&self) -> bool {
        self.shelf.get().is_some()
    }

    /// # Errors
    /// When there is no memory, or the image was made by another version (a test of the sample says so).
    pub(super) fn shelf(&self) -> Done<&Shelf> {
        if let Some(shelf) = self.shelf.get() {
            return Ok(shelf);
        }
        let shelf = Shelf::of_image(self.image)?;
        Ok(self.shelf.get_or_init(|| shelf))
    }
}

impl Library {
    /// A library of no shelves.
    pub fn new() -> Self {
        Self::default()
    }

    /// Puts the embedded sample beside the others: an image that [`Library::into_image`] made, unpacked when first asked
    /// for (some milliseconds).
    #[must_use]
    pub fn with_sample(self, image: &'static [u8]) -> Self {
        let sample = (!image.is_empty()).then(|| Sample { image, shelf: OnceCell::new() });
        Self { sample, ..self }
    }

    /// The shelf of files as an image for [`Library::with_sample`]. The same records in the same order give the same bytes.
    ///
    /// # Errors
    /// When there is no memory for it.
    pub fn into_image(self) -> Done<Vec<u8>> {
        let shelf = match self.files {
            Some(shelf) => shelf,
            None => Shelf::in_memory(ShelfName::Files)?,
        };
        image::of(shelf.connection)
    }

    /// Puts records on the shelf of files, in memory; they are joined and linked as in the user's own library.
    ///
    /// # Errors
    /// When there is no memory for them.
    pub fn add_files(&mut self, articles: impl IntoIterator<Item = Article>) -> Done<Report> {
        let mut readings = articles.into_iter().map(|article| Ok(Box::new(article)));
        let shelf = match self.files.take() {
            Some(shelf) => shelf,
            None => Shelf::in_memory(ShelfName::Files)?,
        };
        let report = shelf.import(Feed::Here(&mut readings), Keep::All, &mut |_| {});
        self.files = Some(shelf);
        report
    }

    /// Opens the user's own library in a folder, and makes it where there is none (mode 0700, files 0600).
    ///
    /// On a read-only mount it is opened for reading; [`Library::notes`] then says so.
    ///
    /// # Errors
    /// A damaged, foreign, newer or linked store, which is left as it is.
    pub fn open_own(&mut self, folder: &Path, access: Access) -> Done<()> {
        self.own = Some(Shelf::open(folder, access)?);
        Ok(())
    }

    /// Sentences for the status line: which shelf keeps nothing, and why.
    pub fn notes(&self) -> Vec<&str> {
        self.own.iter().chain(&self.files).filter_map(|shelf| shelf.note.as_deref()).collect()
    }

    /// Whether records and orders are kept: there is a library of the user's own, open for writing.
    pub fn keeps(&self) -> bool {
        self.own.as_ref().is_some_and(|own| own.access == Access::ReadWrite)
    }

    /// Reads records into the user's own library: all of them in one transaction, or none.
    ///
    /// # Errors
    /// A read-only, full, damaged or busy library; then nothing was changed.
    pub fn import(&mut self, readings: &mut (dyn Iterator<Item = Reading> + Send), progress: &mut dyn FnMut(Progress)) -> Done<Report> {
        self.keep()?;
        match &self.own {
            Some(own) => own.import(Feed::Ahead(readings), Keep::All, progress),
            None => Err(LibraryError::ReadOnly { place: "this session".to_owned() }),
        }
    }

    /// Says what an import of these records would do, and does nothing: in the user's own library where there is one, else
    /// in an empty one.
    ///
    /// # Errors
    /// A read-only, damaged or busy library.
    pub fn would_import(&self, readings: &mut (dyn Iterator<Item = Reading> + Send), progress: &mut dyn FnMut(Progress)) -> Done<Report> {
        match &self.own {
            Some(own) => own.import(Feed::Ahead(readings), Keep::Nothing, progress),
            None => Shelf::in_memory(ShelfName::Files)?.import(Feed::Ahead(readings), Keep::Nothing, progress),
        }
    }

    /// What is known of an author, a key word or a class as a whole; nothing when `superseded` says in between that nobody waits
    /// for it any more. Takes up to some hundred milliseconds.
    ///
    /// # Errors
    /// A damaged or busy library.
    pub fn profile(&self, of: &ProfileOf, superseded: &dyn Fn() -> bool) -> Done<Option<Profile>> {
        profiles::of(&Looking::new(self.shelves()?, superseded), of)
    }

    /// The figures of the library, of a journal, a volume, an issue or an article, at most so many of its articles looked into;
    /// nothing when `superseded` says in between that nobody waits for them any more.
    ///
    /// # Errors
    /// A damaged or busy library; a node of another kind.
    pub fn figures(&self, of: FiguresOf, most: usize, superseded: &dyn Fn() -> bool) -> Done<Option<Figures>> {
        let shelves = if of == FiguresOf::Library { self.listed_shelves()? } else { self.shelves()? };
        figures::of(&Looking::new(shelves, superseded), of, most)
    }

    /// Answers a question. What cannot be answered becomes [`Answer::Failed`] with a sentence.
    pub fn answer(&self, question: &Question) -> Answer {
        self.answered(question).unwrap_or_else(|error| Answer::Failed(error.to_string()))
    }

    /// Carries out an order, durable when this returns; on a read-only shelf it holds for this run.
    ///
    /// # Errors
    /// A full, damaged or busy library; then nothing was changed.
    pub fn tell(&mut self, order: Order) -> Done<()> {
        self.keep()?;
        self.carry_out(order)
    }

    /// Carries an order out for whoever asks this library next. What only follows the reader about (read marks, the session)
    /// becomes durable with [`Library::keep`], so that a picture need not wait for the disk; every other order is durable when
    /// this returns.
    ///
    /// # Errors
    /// A full, damaged or busy library; then nothing was changed.
    pub fn tell_soon(&mut self, order: Order) -> Done<()> {
        let own = self.own.as_ref().filter(|own| own.access == Access::ReadWrite);
        match (&order, own) {
            (Order::Read { key, .. }, Some(own)) if key.shelf == ShelfName::Own => own.begin()?,
            (Order::Session { .. }, Some(own)) => own.begin()?,
            _ => self.keep()?,
        }
        self.carry_out(order)
    }

    /// Makes durable what was told soon. Without anything to keep it costs nothing.
    ///
    /// # Errors
    /// A full, damaged or busy library; then nothing that was told since the last time was changed.
    pub fn keep(&self) -> Done<()> {
        self.own.as_ref().map_or(Ok(()), Shelf::keep)
    }

    fn carry_out(&mut self, order: Order) -> Done<()> {
        match order {
            Order::Read { key, read } => {
                let shelf = self.shelf(key.shelf)?;
                personal::mark(&shelf.connection, key.row, read).map_err(|error| shelf.said(error))
            }
            Order::Link { entry, target } => match target {
                Some(target) => self.link_by_hand(entry, target),
                None => self.unlink(entry).map(|_| ()),
            },
            Order::Search { name, query } => self.keep_search(&name, query.as_deref()),
            Order::Session { state, opened } => {
                let Some(shelf) = &self.own else { return Ok(()) };
                personal::keep_session(&shelf.connection, &state, &opened).map_err(|error| shelf.said(error))
            }
        }
    }

    /// The session as it was kept last.
    pub fn session(&self) -> Option<String> {
        personal::session(&self.own.as_ref()?.connection).ok().flatten()
    }

    /// A record by any identifier, its entries tied to the records that they are.
    ///
    /// # Errors
    /// A damaged library.
    pub fn article_by_id(&self, id: &str) -> Done<Option<Article>> {
        let Some(key) = self.find(id)? else { return Ok(None) };
        let shelf = self.shelf(key.shelf)?;
        shelf.article(key.row).map(Some).map_err(|error| shelf.said(error))
    }

    /// The record of an identifier (`doi:…`, `h:…`), a DOI alone or the address of one; the sample is asked last.
    pub(super) fn find(&self, id: &str) -> Done<Option<ArticleKey>> {
        let doi = Doi::parse(id).map(|doi| format!("doi:{doi}"));
        let sample = self.sample.iter().map(Sample::shelf);
        for shelf in self.files.iter().chain(&self.own).map(Ok).chain(sample) {
            let shelf = shelf?;
            for id in std::iter::once(id.trim()).chain(doi.as_deref()) {
                if let Some(key) = shelf.find(id).map_err(|error| shelf.said(error))? {
                    return Ok(Some(key));
                }
            }
        }
        Ok(None)
    }

    /// Rows `from..to` of all records, in the order of the tree, shelf by shelf; of the sample when there is nothing else.
    ///
    /// # Errors
    /// A damaged library.
    pub fn cards(&self, from: u64, to: u64) -> Done<Vec<ArticleCard>> {
        let total = |shelf: &Shelf| Ok(held(shelf)?.1);
        windows(self.listed_shelves()?, from, to, total, |shelf, from, to| {
            let rows = shelf.tree().walk(from, to - from)?;
            lists::cards_of_rows(&shelf.connection, shelf.name, &rows)
        })
        .map(|(_, cards)| cards)
    }

    /// How many records [`Library::cards`] lists.
    ///
    /// # Errors
    /// A damaged library.
    pub fn len(&self) -> Done<u64> {
        self.listed_shelves()?.into_iter().map(|shelf| Ok(held(shelf)?.1)).sum()
    }

    /// The identifiers of the records of the user's own library, at most so many: for a word to whoever misspelt one.
    ///
    /// # Errors
    /// A damaged library.
    pub fn identifiers(&self, most: u64) -> Done<Vec<String>> {
        let Some(own) = &self.own else { return Ok(Vec::new()) };
        let read = || -> Done<Vec<String>> {
            let mut read = own.connection.prepare_cached("SELECT id FROM articles ORDER BY row LIMIT ?1")?;
            Ok(read.query_map([super::signed(most)], |row| row.get(0))?.collect::<Result<_, _>>()?)
        };
        read().map_err(|error| own.said(error))
    }

    /// Whether no shelf holds a record.
    ///
    /// # Errors
    /// A damaged library.
    pub fn is_empty(&self) -> Done<bool> {
        Ok(self.len()? == 0)
    }

    /// Every record of every shelf but the sample (of the sample when there is nothing else), for export.
    ///
    /// # Errors
    /// A damaged library.
    pub fn records(&self) -> Done<Records<'_>> {
        Ok(Records::of(self.listed_shelves()?))
    }

    /// The shelves that a search looks into: those that are listed.
    ///
    /// # Errors
    /// A damaged library.
    pub fn searched(&self) -> Done<Vec<Searched<'_>>> {
        Ok(self.listed_shelves()?.into_iter().map(|shelf| Searched { shelf }).collect())
    }

    /// Rows `from..to` of the pairs of records of the user's own library that may be one work, and how many there are.
    ///
    /// # Errors
    /// A damaged library.
    pub fn doubtful(&self, from: u64, to: u64) -> Done<(u64, Vec<DoubtfulPair>)> {
        match &self.own {
            Some(own) => doubts::pairs(&own.connection, own.name, from, to).map_err(|error| own.said(error)),
            None => Ok((0, Vec::new())),
        }
    }

    /// Decides about two records of the user's own library: they become one, which keeps the identifier of the first, or
    /// stay two. Either is remembered. No when they are not two records.
    ///
    /// # Errors
    /// A read-only, full, damaged or busy library; then nothing was changed.
    pub fn decide(&mut self, one: &str, other: &str, join: bool) -> Done<bool> {
        let Some(own) = &self.own else { return Ok(false) };
        own.decide(one, other, join).map_err(|error| own.said(error))
    }

    /// A shelf as the search sees it, whether it is listed or not.
    ///
    /// # Errors
    /// When it is not open.
    pub fn searched_shelf(&self, name: ShelfName) -> Done<Searched<'_>> {
        Ok(Searched { shelf: self.shelf(name)? })
    }

    /// Reads everything of the user's own library and says what does not hold.
    ///
    /// # Errors
    /// When the file cannot be read at all.
    pub fn check(&self) -> Done<Verdict> {
        match &self.own {
            Some(own) => super::check::run(&own.connection, own.folder.as_deref()).map_err(|error| own.said(error)),
            None => Ok(Verdict::default()),
        }
    }

    /// The shelves that hold something, without the sample: files, then the user's own.
    pub(super) fn held_shelves(&self) -> Done<Vec<&Shelf>> {
        let mut all = Vec::new();
        for shelf in self.files.iter().chain(&self.own) {
            if held(shelf).map_err(|error| shelf.said(error))?.1 > 0 {
                all.push(shelf);
            }
        }
        Ok(all)
    }

    /// The shelves that are listed and written out: the sample only when there is nothing else.
    pub(super) fn listed_shelves(&self) -> Done<Vec<&Shelf>> {
        let mut all = self.held_shelves()?;
        if let Some(sample) = self.sample.as_ref().filter(|_| all.is_empty()) {
            all.push(sample.shelf()?);
        }
        Ok(all)
    }

    /// All shelves that hold something, the sample last.
    pub(super) fn shelves(&self) -> Done<Vec<&Shelf>> {
        let mut all = self.held_shelves()?;
        if let Some(sample) = &self.sample {
            all.push(sample.shelf()?);
        }
        Ok(all)
    }

    pub(super) fn shelf(&self, name: ShelfName) -> Done<&Shelf> {
        let closed = || LibraryError::Record { id: format!("{name:?}"), what: "that shelf is not open".to_owned() };
        match name {
            ShelfName::Files => self.files.as_ref().ok_or_else(closed),
            ShelfName::Own => self.own.as_ref().ok_or_else(closed),
            ShelfName::Sample => self.sample.as_ref().ok_or_else(closed)?.shelf(),
        }
    }
}

/// A window over lists of several shelves, one behind the other.
pub(super) fn windows<T>(
    shelves: Vec<&Shelf>,
    from: u64,
    to: u64,
    total: impl Fn(&Shelf) -> Done<u64>,
    read: impl Fn(&Shelf, u64, u64) -> Done<Vec<T>>,
) -> Done<(u64, Vec<T>)> {
    let mut before = 0;
    let mut all = Vec::new();
    for shelf in shelves {
        let here = total(shelf).map_err(|error| shelf.said(error))?;
        let (first, last) = (from.saturating_sub(before).min(here), to.saturating_sub(before).min(here));
        if first < last {
            all.extend(read(shelf, first, last).map_err(|error| shelf.said(error))?);
        }
        before += here;
    }
    Ok((before, all))
}
