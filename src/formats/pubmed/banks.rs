//! Banks in which a work of PubMed has its data, or the registration of its trial.

use super::Pubmed;
use crate::formats::rich;
use crate::formats::xml::Element;

impl Pubmed {
    /// Where the data of the work are, or the trial that it tells of is registered: `ClinicalTrials.gov: NCT00000001`.
    pub(super) fn data_bank(&mut self, bank: Element<'_>) {
        let numbers: Vec<String> = bank.descendants().filter(|one| one.name() == "AccessionNumber").filter_map(Element::text).collect();
        if let Some(name) = bank.text_of("DataBankName") {
            let note = format!("{name}: {}", numbers.join(", "));
            self.article.notes.push(rich::escape(note.trim_end_matches([':', ' '])));
        }
    }
}
