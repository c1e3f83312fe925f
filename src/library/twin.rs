//! The same shelves a second time, for another thread: a connection belongs to one.

use std::path::PathBuf;

use rusqlite::{Connection, MAIN_DB};

use super::shelf::Shelf;
use super::{Access, Library, LibraryError, ShelfName, store};

type Done<T> = Result<T, LibraryError>;

/// What it takes to open the shelves of a library once more.
#[derive(Debug, Default)]
pub struct Twin {
    /// The files read, as the bytes of their database.
    files: Option<Vec<u8>>,
    own: Option<(PathBuf, Access)>,
    sample: Option<&'static [u8]>,
}

impl Library {
    /// What it takes to open these shelves once more. Those in memory are copied as they are now, rows and all, but for what
    /// was done with their records; the user's own is opened again where it lies.
    ///
    /// # Errors
    /// When there is no memory for the copy.
    pub fn twin(&mut self) -> Done<Twin> {
        let files = self.files.as_mut().map(|shelf| {
            store::sign(&shelf.connection)?;
            Ok::<_, LibraryError>(shelf.connection.serialize(MAIN_DB)?.to_vec())
        });
        let own = self.own.as_ref().and_then(|shelf| Some((shelf.folder.clone()?, shelf.access)));
        Ok(Twin { files: files.transpose()?, own, sample: self.sample.as_ref().map(|sample| sample.image) })
    }
}

impl Twin {
    /// Opens the shelves.
    ///
    /// # Errors
    /// As opening them the first time.
    pub fn open(self) -> Done<Library> {
        let mut library = Library::new();
        if let Some(bytes) = self.files {
            let mut connection = Connection::open_in_memory()?;
            connection.deserialize_read_exact(MAIN_DB, bytes.as_slice(), bytes.len(), false)?;
            store::receive(&connection)?;
            let mut shelf = Shelf::in_memory(ShelfName::Files)?;
            shelf.connection = connection;
            library.files = Some(shelf);
        }
        if let Some((folder, access)) = self.own {
            library.open_own(&folder, access)?;
        }
        Ok(match self.sample {
            Some(image) => library.with_sample(image),
            None => library,
        })
    }

    /// The folder of the user's own library, where it is kept in one.
    pub fn folder(&self) -> Option<&std::path::Path> {
        self.own.as_ref().map(|(folder, _)| folder.as_path())
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

    use super::*;
    use crate::record::{Article, Language, MultiText};

    #[test]
    fn a_twin_of_files_has_the_same_rows() {
        let mut library = Library::new();
        let named = |title: &str| Article { title: MultiText::of(Language::En, title.to_owned()), ..Article::default() };
        library.add_files([named("one"), named("two"), named("three")]).unwrap();
        let twin = library.twin().unwrap().open().unwrap();
        assert_eq!(twin.cards(0, 10).unwrap(), library.cards(0, 10).unwrap());
        assert_eq!(twin.len().unwrap(), 3);
    }
}
