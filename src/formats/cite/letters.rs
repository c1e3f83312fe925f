//! Letters behind years: which works of a list need one.
//!
//! CSL 1.0.2 ("Disambiguation") has given names and further names added to citations, and letters to the years of works that
//! these do not tell apart. Only the letters are seen in a list. hayagriva 0.10 hands the names of an ambiguous citation on to the
//! list, where they are short (`Zhang. 2021.`), and adds given names by one of the five rules only, so that namesakes have
//! letters. So the citations of a style have from the start the names that they could have got, in the form of the list; what
//! is still the same there is told apart by letters.

use std::collections::{HashMap, HashSet};

use hayagriva::citationberg::taxonomy::NameVariable;
use hayagriva::citationberg::{
    CslMacro, ElseBranch, IndependentStyle, InheritableNameOptions, LayoutRenderingElement as Element, Name, NameAsSortOrder, NameForm,
    Names, NamesChild, TextTarget,
};
use hayagriva::{BufWriteFormat, RenderedCitation};

use super::mend::branches;

/// Begins the names of the macros that a citation calls: a list may call them, too, and keeps its own.
const MARK: &str = "in full: ";

/// How the names of a citation are printed.
struct Said {
    given: Given,
    /// Whether all names are printed, or as many as the style does.
    all: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Given {
    /// As the style has them in citations.
    AsCited,
    Initials,
    Whole,
}

/// Changes the citations of a style so that they have all names that could tell two works apart.
///
/// The rules that give the first author alone a given name are followed as if they gave one to all, and in whole only where the
/// list has whole ones: else works of different authors would get letters, and works that look the same there none.
pub(super) fn told_apart(style: &mut IndependentStyle) {
    let citation = &mut style.citation;
    let (given, all) = (citation.disambiguate_add_givenname, citation.disambiguate_add_names);
    (citation.disambiguate_add_givenname, citation.disambiguate_add_names) = (false, false);
    // Without letters nothing of a citation reaches the list.
    if !citation.disambiguate_add_year_suffix || !(given || all) {
        return;
    }
    let given = match style.bibliography.as_ref().filter(|_| given) {
        None => Given::AsCited,
        Some(list) => {
            let options = style.settings.options.apply(&list.name_options);
            let short = has_initials(&list.layout.elements, &style.macros, &options, false);
            if short { Given::Initials } else { Given::Whole }
        }
    };
    let said = Said { given, all };
    let mut called = HashSet::new();
    said.below(&mut style.citation.layout.elements, false, &mut called);
    said.macros(style, called);
}

/// Places of the works, in groups, whose citations are the same in a style that gives letters.
pub(super) fn alike(style: &IndependentStyle, citations: &[RenderedCitation]) -> Vec<Vec<usize>> {
    if !style.citation.disambiguate_add_year_suffix {
        return Vec::new();
    }
    let mut groups: Vec<Vec<usize>> = Vec::new();
    let mut known: HashMap<String, usize> = HashMap::new();
    for (at, citation) in citations.iter().enumerate() {
        let mut text = String::new();
        // Writing to a string does not fail.
        let _ = citation.citation.write_buf(&mut text, BufWriteFormat::Plain);
        let group = *known.entry(text).or_insert(groups.len());
        if group == groups.len() {
            groups.push(Vec::new());
        }
        groups.iter_mut().skip(group).take(1).for_each(|places| places.push(at));
    }
    groups.retain(|places| places.len() > 1);
    groups
}

/// A style that cites by nothing, so that no work that it cites is taken for another.
pub(super) fn mute(style: &IndependentStyle) -> IndependentStyle {
    let mut mute = style.clone();
    mute.citation.layout.elements.clear();
    mute.citation.disambiguate_add_year_suffix = false;
    mute
}

/// Whether a list has authors with initials. `inside` is whether the elements substitute for names in that form.
fn has_initials(elements: &[Element], macros: &[CslMacro], options: &InheritableNameOptions, inside: bool) -> bool {
    let below = |elements: &Vec<Element>| has_initials(elements, macros, options, inside);
    elements.iter().any(|element| match element {
        Element::Names(names) => {
            let options = options.apply(&names.options());
            let name = names.name().map(|name| name.options(&options));
            let short = name.map_or(inside, |name| name.initialize && name.initialize_with.is_some());
            let instead = names.substitute().is_some_and(|instead| has_initials(&instead.children, macros, &options, short));
            instead || (short && names.variable.contains(&NameVariable::Author))
        }
        Element::Group(group) => below(&group.children),
        Element::Choose(choose) => {
            let branches = std::iter::once(&choose.if_).chain(&choose.else_if).map(|branch| &branch.children);
            branches.chain(choose.otherwise.as_ref().map(|last| &last.children)).any(below)
        }
        Element::Text(text) => match &text.target {
            TextTarget::Macro { name } => macros.iter().find(|one| one.name == *name).is_some_and(|one| below(&one.children)),
            _ => false,
        },
        _ => false,
    })
}

impl Said {
    /// Copies of the macros that are called, and of those that they call.
    fn macros(&self, style: &mut IndependentStyle, called: HashSet<String>) {
        let mut known = called.clone();
        let mut waiting: Vec<String> = called.into_iter().collect();
        while let Some(name) = waiting.pop() {
            let Some(own) = style.macros.iter().find(|one| one.name == name) else { continue };
            let mut children = own.children.clone();
            let mut more = HashSet::new();
            self.below(&mut children, false, &mut more);
            waiting.extend(more.into_iter().filter(|name| known.insert(name.clone())));
            style.macros.push(CslMacro { name: format!("{MARK}{name}"), children });
        }
    }

    /// Changes elements and collects the macros that they call. The depth of a style is bounded before it comes here.
    fn below(&self, elements: &mut [Element], substitutes: bool, called: &mut HashSet<String>) {
        for element in elements {
            match element {
                Element::Text(text) => {
                    if let TextTarget::Macro { name } = &mut text.target {
                        called.insert(name.clone());
                        *name = format!("{MARK}{name}");
                    }
                }
                Element::Group(group) => self.below(&mut group.children, substitutes, called),
                Element::Choose(choose) => {
                    branches(choose).for_each(|branch| self.below(&mut branch.children, substitutes, called));
                    if let Some(ElseBranch { children }) = &mut choose.otherwise {
                        self.below(children, substitutes, called);
                    }
                }
                Element::Names(names) => {
                    for child in &mut names.children {
                        if let NamesChild::Substitute(instead) = child {
                            self.below(&mut instead.children, true, called);
                        }
                    }
                    // What substitutes without a word of its own is printed as what it stands for.
                    if !substitutes || names.name().is_some() {
                        self.named(names);
                    }
                }
                Element::Date(_) | Element::Number(_) | Element::Label(_) => {}
            }
        }
    }

    fn named(&self, names: &mut Names) {
        let own = names.options();
        let name = names.name().cloned().unwrap_or_default();
        let options = name.options(&own);
        if options.form == NameForm::Count {
            return;
        }
        let mut whole = Name::default();
        whole.form = Some(if self.given == Given::AsCited { options.form } else { NameForm::Long });
        (names.initialize, names.initialize_with) = match self.given {
            Given::Whole => (Some(false), None),
            Given::Initials => (Some(true), Some(". ".to_owned())),
            Given::AsCited => (Some(options.initialize).filter(|yes| !yes), options.initialize_with.map(str::to_owned)),
        };
        (names.et_al_min, names.et_al_use_first) =
            if self.all { (Some(u32::MAX), None) } else { (options.et_al_min, options.et_al_use_first) };
        // Family name first: as a list has them, where `John Smith` may be the whole of a name that nobody split.
        names.name_as_sort_order = Some(NameAsSortOrder::All);
        names.children.retain(|child| !matches!(child, NamesChild::Name(_)));
        names.children.insert(0, NamesChild::Name(whole));
    }
}
