//! One search that goes on where it ended.

use memchr::memmem;

/// A search for one thing that goes on where it ended, in bytes that only grow.
pub struct Hunt {
    needle: memmem::Finder<'static>,
    /// It is nowhere before, except where it was found.
    searched: usize,
    found: Option<usize>,
}

impl Hunt {
    pub fn new(needle: &[u8]) -> Self {
        Self { needle: memmem::Finder::new(needle).into_owned(), searched: 0, found: None }
    }

    /// The first at or behind a place that is whole before an end. The place only moves on.
    pub fn next(&mut self, bytes: &[u8], from: usize, upto: usize) -> Option<usize> {
        if self.found.is_none_or(|found| found < from) {
            let begin = self.searched.max(from);
            self.found = bytes.get(begin..upto).and_then(|rest| self.needle.find(rest)).map(|at| begin + at);
            let passed = upto.saturating_sub(self.needle.needle().len() - 1);
            self.searched = self.found.map_or(passed.max(begin), |found| found + 1);
        }
        self.found.filter(|found| *found < upto)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_found_waits_until_it_is_passed() {
        let mut hunt = Hunt::new(b"<a");
        let text = b"..<a..<a<a";
        assert_eq!(hunt.next(text, 0, 3), None);
        assert_eq!(hunt.next(text, 0, 8), Some(2));
        assert_eq!(hunt.next(text, 1, 2), None);
        assert_eq!(hunt.next(text, 2, 8), Some(2));
        assert_eq!((hunt.next(text, 3, 7), hunt.next(text, 3, 8), hunt.next(text, 7, text.len())), (None, Some(6), Some(8)));
        assert_eq!(hunt.next(text, 9, text.len()), None);
    }
}
