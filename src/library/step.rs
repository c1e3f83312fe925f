//! The steps by which one work is known again.

use crate::record::HowLinked;

/// The steps of the ladder in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Step {
    Given,
    Doi,
    Url,
    Place,
    Partial,
    Title,
    Prefix,
    Alike,
}

impl Step {
    const ALL: [(Self, HowLinked); 8] = [
        (Self::Given, HowLinked::Hand),
        (Self::Doi, HowLinked::Doi),
        (Self::Url, HowLinked::Url),
        (Self::Place, HowLinked::Place),
        (Self::Partial, HowLinked::PartialPlace),
        (Self::Title, HowLinked::Title),
        (Self::Prefix, HowLinked::TitlePrefix),
        (Self::Alike, HowLinked::Trigram),
    ];

    pub(super) fn number(self) -> i64 {
        (0..).zip(Self::ALL).find(|(_, (step, _))| *step == self).map_or(0, |(number, _)| number)
    }

    pub(super) fn all() -> impl Iterator<Item = Self> {
        Self::ALL.into_iter().map(|(step, _)| step)
    }

    pub(super) fn of_number(number: i64) -> Option<Self> {
        (0..).zip(Self::ALL).find(|(n, _)| *n == number).map(|(_, (step, _))| step)
    }

    pub(super) fn how(self) -> HowLinked {
        Self::ALL.into_iter().find(|(step, _)| *step == self).map_or(HowLinked::Hand, |(_, how)| how)
    }
}
