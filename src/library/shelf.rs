//! One shelf: a store with its name, and what can be asked of it alone.

use std::path::{Path, PathBuf};

use rusqlite::Connection;

use super::import::{Feed, Keep, Progress, Report};
use super::keyed::Keyed;
use super::links::List;
use super::tree::Tree;
use super::writer::Writer;
use super::{Access, ArticleKey, LibraryError, Linked, ShelfName, Shown, doubts, image, import, ladder, links, lists, personal, store};
use crate::record::Article;

type Done<T> = Result<T, LibraryError>;

/// A store that stands beside others.
pub(super) struct Shelf {
    pub(super) name: ShelfName,
    pub(super) connection: Connection,
    pub(super) access: Access,
    /// The folder of the user's own library.
    pub(super) folder: Option<PathBuf>,
    /// What the user should know of it.
    pub(super) note: Option<String>,
}

impl Shelf {
    /// A shelf in memory.
    pub(super) fn in_memory(name: ShelfName) -> Done<Self> {
        Ok(Self { name, connection: store::memory()?, access: Access::ReadWrite, folder: None, note: None })
    }

    /// The sample, from its image.
    pub(super) fn of_image(image: &[u8]) -> Done<Self> {
        Ok(Self { name: ShelfName::Sample, connection: image::open(image)?, access: Access::ReadWrite, folder: None, note: None })
    }

    /// The user's own shelf.
    pub(super) fn open(folder: &Path, access: Access) -> Done<Self> {
        let store::Opened { connection, access, note } = store::open(folder, access).map_err(|error| with_writer(error, folder))?;
        Ok(Self { name: ShelfName::Own, connection, access, folder: Some(folder.to_owned()), note })
    }

    pub(super) fn tree(&self) -> Tree<'_> {
        Tree { connection: &self.connection, shelf: self.name }
    }

    /// What errors call this shelf.
    pub(super) fn place(&self) -> String {
        match (self.name, &self.folder) {
            (_, Some(folder)) => folder.display().to_string(),
            (ShelfName::Sample, None) => "the sample".to_owned(),
            _ => "the files read".to_owned(),
        }
    }

    /// Opens a transaction for what is told from now on: see [`personal::begin`].
    pub(super) fn begin(&self) -> Done<()> {
        personal::begin(&self.connection).map_err(|error| self.said(error))
    }

    /// Makes durable what was told since [`Shelf::begin`].
    pub(super) fn keep(&self) -> Done<()> {
        personal::keep(&self.connection).map_err(|error| self.said(error))
    }

    /// An error as it is said of this shelf.
    pub(super) fn said(&self, error: LibraryError) -> LibraryError {
        let place = self.place();
        let error = match error {
            LibraryError::Damaged { what, .. } => LibraryError::Damaged { place, what },
            LibraryError::InUse { pid, .. } => LibraryError::InUse { place, pid },
            LibraryError::ReadOnly { .. } => LibraryError::ReadOnly { place },
            LibraryError::Full { .. } => LibraryError::Full { place },
            LibraryError::Database { source, .. } => LibraryError::Database { place, source },
            other => other,
        };
        match self.folder.as_deref() {
            Some(folder) => with_writer(error.of(&folder.display().to_string()), folder),
            None => error.of("memory"),
        }
    }

    /// Reads records in, all in one transaction.
    pub(super) fn import(&self, readings: Feed<'_>, keep: Keep, progress: &mut dyn FnMut(Progress)) -> Done<Report> {
        if self.access == Access::ReadOnly {
            return Err(LibraryError::ReadOnly { place: self.place() });
        }
        import::run(&self.connection, self.folder.as_deref(), readings, keep, progress).map_err(|error| self.said(error))
    }

    /// Decides about two records; no when they are not two.
    pub(super) fn decide(&self, one: &str, other: &str, join: bool) -> Done<bool> {
        if self.access == Access::ReadOnly {
            return Err(LibraryError::ReadOnly { place: self.place() });
        }
        let (Some(into), Some(from)) = (ladder::row_of(&self.connection, one)?, ladder::row_of(&self.connection, other)?) else {
            return Ok(false);
        };
        if into == from {
            return Ok(false);
        }
        let (one, other) = (lists::identifier(&self.connection, into)?, lists::identifier(&self.connection, from)?);
        if join {
            let mut writer = Writer::begin(&self.connection)?;
            writer.join(into, from)?;
            writer.commit()?;
        }
        doubts::decided(&self.connection, if join { "join" } else { "apart" }, one.as_str(), other.as_str())?;
        Ok(true)
    }

    /// A record as stored, its entries tied to the records that they are.
    pub(super) fn article(&self, row: i64) -> Done<Article> {
        let mut article = links::read_article(&self.connection, row)?;
        for (list, n, target, how) in lists::targets(&self.connection, row)? {
            let id = lists::identifier(&self.connection, target)?;
            let at = usize::try_from(n).unwrap_or(usize::MAX);
            if list == List::References.number() {
                if let Some(reference) = article.refs.as_mut().and_then(|refs| refs.get_mut(at)) {
                    (reference.link, reference.how) = (Some(id), Some(how));
                }
            } else if let Some(related) = article.related.as_mut().and_then(|related| related.get_mut(at)) {
                (related.link, related.how) = (Some(id), Some(how));
            }
        }
        Ok(article)
    }

    /// An article with all that the panes show of it.
    pub(super) fn shown(&self, row: i64) -> Done<Shown> {
        let article = links::read_article(&self.connection, row)?;
        let mut references: Vec<Linked> = article.refs.iter().flatten().map(lists::elsewhere_of_reference).collect();
        let mut related: Vec<Linked> = article.related.iter().flatten().map(lists::elsewhere_of_related).collect();
        for (list, n, target, how) in lists::targets(&self.connection, row)? {
            let slots = if list == List::References.number() { &mut references } else { &mut related };
            if let Some(slot) = usize::try_from(n).ok().and_then(|n| slots.get_mut(n)) {
                *slot = Linked::Held { key: ArticleKey { shelf: self.name, row: target }, how };
            }
        }
        Ok(Shown {
            key: ArticleKey { shelf: self.name, row },
            cited_by: lists::cited_by_at_hand(&self.connection, row)?,
            place: self.tree().place(row)?,
            read: personal::is_read(&self.connection, article.id.as_str())?,
            article: Box::new(article),
            references,
            related,
        })
    }

    /// Ties entries of an article of another shelf, that lead nowhere in it, to the records of this one.
    pub(super) fn tie(&self, shown: &mut Shown) -> Done<()> {
        for entry in links::Lists::of(&shown.article).entries {
            let slots = if entry.list == List::References { &mut shown.references } else { &mut shown.related };
            let Some(slot) =
                usize::try_from(entry.n).ok().and_then(|n| slots.get_mut(n)).filter(|slot| !matches!(slot, Linked::Held { .. }))
            else {
                continue;
            };
            let mut journals = Vec::new();
            for name in &entry.facts.journals {
                journals.extend(links::journal_named(&self.connection, name)?.map(|(row, _)| row));
            }
            if let Some((row, step)) = ladder::find(Keyed::stored(&self.connection), &entry.facts, &journals, None)? {
                *slot = Linked::Held { key: ArticleKey { shelf: self.name, row }, how: step.how() };
            }
        }
        Ok(())
    }

    pub(super) fn find(&self, id: &str) -> Done<Option<ArticleKey>> {
        Ok(ladder::row_of(&self.connection, id)?.map(|row| ArticleKey { shelf: self.name, row }))
    }
}

/// Names the process that is writing, where it left its mark.
fn with_writer(error: LibraryError, folder: &Path) -> LibraryError {
    match error {
        LibraryError::InUse { place, pid } => LibraryError::InUse { place, pid: pid.or_else(|| store::writer(folder)) },
        other => other,
    }
}
