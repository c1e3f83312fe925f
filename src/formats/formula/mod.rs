//! Formulas in MathML or TeX as readable text: `a² + b²`, `(x − 1)/2`, `√x`, `∑_{i=1}^{n} xᵢ`.

mod chemistry;
mod functions;
mod mathml;
mod pieces;
mod spacing;
mod struck;
mod tex;
mod units;

use crate::formats::xml::Element;
use crate::record::Formula;

pub use tex::readable;

/// The formula that an element holds (`math`, `tex-math`, or what wraps them), in the notations that the source has and as
/// text. Nothing where there is none.
pub fn of_element(element: Element<'_>) -> Option<Formula> {
    let within = |name: &'static str| if element.name() == name { Some(element) } else { element.find(name) };
    let math = within("math");
    let tex = within("tex-math");
    if math.is_none() && tex.is_none() {
        return None;
    }
    element.take();
    let tex = tex.map(|tex| tex::bare(&tex.verbatim())).filter(|tex| !tex.is_empty());
    let from_math = math.map(mathml::text).filter(|text| !text.is_empty());
    let text = from_math.or_else(|| tex.as_deref().map(readable)).unwrap_or_default();
    let mathml = math.map(Element::markup);
    (!text.is_empty() || tex.is_some()).then_some(Formula { tex, mathml, text, id: None })
}
