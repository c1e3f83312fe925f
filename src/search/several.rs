//! One of several ways, or so many of them, none of which is looked at before it has to be.
//!
//! Where a word is one condition of several, the rarest leads, and of the others only the records that it leads to are looked
//! up: of a phrase the places of its words are compared in these alone. The unions of the index itself go through all
//! records that have the word in any field.

use tantivy::query::{BooleanQuery, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::{DocId, DocSet, Score, SeekDangerResult, SegmentReader, TERMINATED, TantivyError, Term};

use super::clauses::Boxed;

/// Records that are found in one of several ways, or in so many of them. Their scores add up.
#[derive(Clone, Debug)]
pub(super) struct Several {
    ways: BooleanQuery,
    least: usize,
}

impl Several {
    pub(super) fn of(ways: Vec<Boxed>) -> Self {
        Self::at_least(1, ways)
    }

    /// So many of the ways; one at least.
    pub(super) fn at_least(least: usize, ways: Vec<Boxed>) -> Self {
        Self { ways: BooleanQuery::union(ways), least: least.max(1) }
    }
}

impl Query for Several {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let ways = self.ways.clauses().iter().map(|(_, way)| way.weight(scoring)).collect::<tantivy::Result<_>>()?;
        Ok(Box::new(Weights { ways, least: self.least }))
    }

    fn query_terms<'a>(&'a self, visitor: &mut dyn FnMut(&'a Term, bool)) {
        self.ways.query_terms(visitor);
    }
}

struct Weights {
    ways: Vec<Box<dyn Weight>>,
    least: usize,
}

impl Weight for Weights {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let mut found = self.found(reader, boost)?;
        found.go_to(0);
        Ok(Box::new(found))
    }

    fn scorer_danger(&self, reader: &SegmentReader, target: DocId, boost: Score) -> tantivy::Result<(SeekDangerResult, Box<dyn Scorer>)> {
        let mut found = self.found(reader, boost)?;
        let result = found.seek_danger(target);
        Ok((result, Box::new(found)))
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        let mut found = self.found(reader, 1.0)?;
        match found.go_to(doc) {
            at if at == doc => Ok(Explanation::new("The sum of several ways", found.score())),
            _ => Err(TantivyError::InvalidArgument(format!("Record {doc} is not found."))),
        }
    }
}

impl Weights {
    fn found(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Found> {
        let mut ways = Vec::with_capacity(self.ways.len());
        for weight in &self.ways {
            let (first, found) = weight.scorer_danger(reader, 0, boost)?;
            let (at, is_there) = match first {
                SeekDangerResult::Found => (0, true),
                SeekDangerResult::SeekLowerBound(bound) => (bound, false),
            };
            if at < TERMINATED {
                ways.push(Way { found, at, is_there });
            }
        }
        // What most records have is asked first: where one way says yes, the others are not asked.
        ways.sort_by_key(|way| std::cmp::Reverse(way.found.size_hint()));
        Ok(Found { ways, least: self.least, bounds: Vec::new(), doc: 0, records: reader.max_doc() })
    }
}

/// One way, and how far it is known.
struct Way {
    found: Box<dyn Scorer>,
    /// No record before this one is left.
    at: DocId,
    /// Whether it is known that this one is found.
    is_there: bool,
}

impl Way {
    /// Whether a record is found so.
    fn has(&mut self, doc: DocId) -> bool {
        if self.at < doc || (self.at == doc && !self.is_there) {
            (self.at, self.is_there) = match self.found.seek_danger(doc) {
                SeekDangerResult::Found => (doc, true),
                SeekDangerResult::SeekLowerBound(bound) => (bound.max(doc + 1), false),
            };
        }
        self.at == doc
    }
}

/// The records of a segment that are found.
struct Found {
    ways: Vec<Way>,
    least: usize,
    /// How far the ways are, for a moment.
    bounds: Vec<DocId>,
    doc: DocId,
    records: u32,
}

impl Found {
    /// The first record from this one on.
    fn go_to(&mut self, mut target: DocId) -> DocId {
        loop {
            for way in self.ways.iter_mut().filter(|way| way.at < target) {
                way.has(target);
            }
            self.doc = self.bound();
            if self.doc == TERMINATED || self.is_found(self.doc) {
                return self.doc;
            }
            // With several at once none may be there although all are so far.
            target = self.doc + 1;
        }
    }

    /// The first record that as many ways as are needed may have.
    fn bound(&mut self) -> DocId {
        let bound = if self.least == 1 {
            self.ways.iter().map(|way| way.at).min()
        } else {
            self.bounds.clear();
            self.bounds.extend(self.ways.iter().map(|way| way.at));
            self.bounds.sort_unstable();
            self.bounds.get(self.least - 1).copied()
        };
        bound.unwrap_or(TERMINATED).min(TERMINATED)
    }

    /// Whether as many ways as are needed have a record.
    fn is_found(&mut self, doc: DocId) -> bool {
        let mut missing = self.least;
        for way in self.ways.iter_mut().filter(|way| way.at <= doc) {
            missing -= usize::from(way.has(doc));
            if missing == 0 {
                return true;
            }
        }
        false
    }
}

impl DocSet for Found {
    fn advance(&mut self) -> DocId {
        if self.doc == TERMINATED { TERMINATED } else { self.go_to(self.doc + 1) }
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if target <= self.doc { self.doc } else { self.go_to(target) }
    }

    fn seek_danger(&mut self, target: DocId) -> SeekDangerResult {
        if target >= TERMINATED {
            return SeekDangerResult::SeekLowerBound(TERMINATED);
        }
        if self.is_found(target) {
            self.doc = target;
            return SeekDangerResult::Found;
        }
        // All were asked.
        SeekDangerResult::SeekLowerBound(self.bound().max(target + 1))
    }

    fn doc(&self) -> DocId {
        self.doc
    }

    fn size_hint(&self) -> u32 {
        self.ways.iter().map(|way| way.found.size_hint()).fold(0, u32::saturating_add).min(self.records)
    }

    fn cost(&self) -> u64 {
        self.ways.iter().map(|way| way.found.cost()).sum::<u64>() / self.least as u64
    }
}

impl Scorer for Found {
    fn score(&mut self) -> Score {
        let doc = self.doc;
        self.ways.iter_mut().filter_map(|way| way.has(doc).then(|| way.found.score())).sum()
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

    use serde_json::json;
    use tantivy::collector::TopDocs;
    use tantivy::query::{Occur, PhraseQuery};

    use super::super::clauses::{term, union};
    use super::super::document::document;
    use super::super::index::Catalogue;
    use super::super::schema::Fields;
    use super::*;

    /// Words that look like chance and are the same every time.
    fn text(seed: u64, words: u64) -> String {
        let word = |at: u64| ["甲", "乙", "丙", "丁"][(xxhash_rust::xxh3::xxh3_64(&(seed * 1000 + at).to_le_bytes()) % 4) as usize];
        (0..words).map(word).collect()
    }

    fn indexed(records: u64) -> Catalogue {
        Catalogue::in_memory(|fields, add| {
            for n in 0..records {
                let record = json!({"title": {"zh": text(n, 3)}, "abstract": {"zh": [{"head": null, "text": text(n + 7, n % 9)}]}});
                add(document(fields, n, &serde_json::from_value(record).unwrap()))?;
            }
            Ok(())
        })
        .unwrap()
    }

    fn ways(fields: &Fields) -> Vec<Boxed> {
        let phrase = |field, pairs: [&str; 2]| -> Boxed {
            Box::new(PhraseQuery::new(pairs.map(|pair| Term::from_field_text(field, pair)).to_vec()))
        };
        vec![
            phrase(fields.abstracts, ["甲乙", "乙丙"]),
            term(fields.title, "丙丁"),
            phrase(fields.title, ["丁甲", "甲甲"]),
            term(fields.abstracts, "丁丁"),
            term(fields.note, "无"),
        ]
    }

    /// What is found and how much it is worth, as one condition and as the one that leads.
    fn found(index: &Catalogue, one_of: Boxed, beside: Option<&str>) -> Vec<(u64, String)> {
        let beside = beside.map(|word| (Occur::Must, term(index.fields.short, word)));
        let asked = BooleanQuery::new(beside.into_iter().chain([(Occur::Must, one_of)]).collect());
        let hits = index.searcher().search(&asked, &TopDocs::with_limit(1000).order_by_score()).unwrap();
        let mut hits: Vec<(u64, String)> = hits.into_iter().map(|(score, at)| (at.doc_id.into(), format!("{score:.4}"))).collect();
        hits.sort_unstable();
        hits
    }

    #[test]
    fn several_ways_find_what_their_union_finds_and_count_the_same() {
        let index = indexed(900);
        for beside in [None, Some("t甲"), Some("b丁"), Some("b乙"), Some("b无")] {
            let several = found(&index, Box::new(Several::of(ways(&index.fields))), beside);
            assert_eq!(several, found(&index, union(ways(&index.fields)), beside), "{beside:?}");
            assert_eq!(several.is_empty(), beside == Some("b无"));
        }
        for beside in [None, Some("t甲"), Some("b丁")] {
            let several = found(&index, Box::new(Several::at_least(2, ways(&index.fields))), beside);
            let union = BooleanQuery::union_with_minimum_required_clauses(ways(&index.fields), 2);
            assert_eq!(several, found(&index, Box::new(union), beside), "{beside:?}");
            assert!(!several.is_empty());
        }
        let both = |one: Boxed, other: Boxed| found(&index, super::super::clauses::both(one, other), None);
        let other = || vec![term(index.fields.title, "甲甲"), term(index.fields.abstracts, "甲甲")];
        assert_eq!(
            both(Box::new(Several::of(ways(&index.fields))), Box::new(Several::of(other()))),
            both(union(ways(&index.fields)), union(other()))
        );
    }
}
