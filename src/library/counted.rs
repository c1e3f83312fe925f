//! How many there are, where to count all of very many would take too long.

/// How many records there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Count {
    Exactly(u64),
    MoreThan(u64),
}

impl Count {
    /// What was counted of rows, of which no more than one above `most` was looked at.
    pub(super) fn of_at_most(rows: u64, most: u64) -> Self {
        if rows > most { Self::MoreThan(most) } else { Self::Exactly(rows) }
    }

    /// The number as far as it was counted: there are no fewer.
    pub fn least(self) -> u64 {
        let (Self::Exactly(count) | Self::MoreThan(count)) = self;
        count
    }

    /// Whether there are more than were counted.
    pub fn has_more(self) -> bool {
        matches!(self, Self::MoreThan(_))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_lies_beyond_the_bound_is_more_than_it() {
        assert_eq!(Count::of_at_most(3, 3), Count::Exactly(3));
        assert_eq!(Count::of_at_most(4, 3), Count::MoreThan(3));
        assert_eq!((Count::MoreThan(3).least(), Count::MoreThan(3).has_more()), (3, true));
    }
}
