//! Where hayagriva 0.10 does not follow a style as CSL 1.0.2 has it: the style is changed so that it comes out as it should.

use hayagriva::citationberg::taxonomy::{NameVariable, StandardVariable, Variable};
use hayagriva::citationberg::{
    Choose, ChooseBranch, IndependentStyle, LayoutRenderingElement as Element, LongShortForm, Name, Names, NamesChild, TextTarget,
};

use super::letters::told_apart;

/// Stands for "there is an editor" where a style asks whether there is one: a variable that no style prints. An editor who was
/// printed in the place of an author counts as absent from there on, and APA then prints no pages and no publisher.
const EDITED: StandardVariable = StandardVariable::Annote;

/// The name of [`EDITED`] in an item.
pub(super) const EDITED_BY_SOMEBODY: &str = "annote";

/// Changes a style so that it is followed as it means.
pub(super) fn mend(style: &mut IndependentStyle) {
    let mut annotated = false;
    every(style, &mut |element| annotated |= prints(element, EDITED));
    every(style, &mut |element| match element {
        Element::Names(names) => named(names),
        Element::Text(text) => {
            // The short form of a title of a journal is looked for under its long one only.
            if let TextTarget::Variable { var, form: LongShortForm::Short } = &mut text.target
                && *var == Variable::Standard(StandardVariable::ContainerTitle)
            {
                *var = Variable::Standard(StandardVariable::ContainerTitleShort);
            }
        }
        Element::Choose(choose) if !annotated => branches(choose).for_each(asked),
        _ => {}
    });
    told_apart(style);
}

/// `<names>` with a label or a substitute but without `<name/>` counts as empty, and the group around it is not printed.
fn named(names: &mut Names) {
    let has_name = names.children.iter().any(|child| matches!(child, NamesChild::Name(_)));
    if !has_name && !names.children.is_empty() {
        names.children.insert(0, NamesChild::Name(Name::default()));
    }
    as_what_they_stand_for(names);
}

/// Within `<substitute>` an empty `<names>` is printed as the names that it stands for (CSL 1.0.2, "Substitute"); where a
/// condition stands between the two, hayagriva prints it as if nothing were said of names.
fn as_what_they_stand_for(names: &mut Names) {
    let own: Vec<NamesChild> = names.children.iter().filter(|child| !matches!(child, NamesChild::Substitute(_))).cloned().collect();
    for child in &mut names.children {
        if let NamesChild::Substitute(instead) = child {
            instead.children.iter_mut().filter(|element| !matches!(element, Element::Names(_))).for_each(|element| hand_on(element, &own));
        }
    }
}

fn hand_on(element: &mut Element, own: &[NamesChild]) {
    match element {
        Element::Names(names) if names.children.is_empty() => names.children = own.to_vec(),
        Element::Group(group) => group.children.iter_mut().for_each(|element| hand_on(element, own)),
        Element::Choose(choose) => {
            branches(choose).flat_map(|branch| &mut branch.children).for_each(|element| hand_on(element, own));
            choose.otherwise.iter_mut().flat_map(|last| &mut last.children).for_each(|element| hand_on(element, own));
        }
        _ => {}
    }
}

/// A condition on the editor asks for what stands for it.
fn asked(branch: &mut ChooseBranch) {
    for variable in branch.variable.iter_mut().flatten() {
        if *variable == Variable::Name(NameVariable::Editor) {
            *variable = Variable::Standard(EDITED);
        }
    }
}

/// Whether a style prints in which language a work is.
pub(super) fn prints_language(style: &IndependentStyle) -> bool {
    let mut printed = false;
    every(&mut style.clone(), &mut |element| printed |= prints(element, StandardVariable::Language));
    printed
}

fn prints(element: &Element, wanted: StandardVariable) -> bool {
    matches!(element, Element::Text(text) if matches!(text.target, TextTarget::Variable { var: Variable::Standard(var), .. } if var == wanted))
}

pub(super) fn branches(choose: &mut Choose) -> impl Iterator<Item = &mut ChooseBranch> {
    std::iter::once(&mut choose.if_).chain(choose.else_if.iter_mut())
}

/// Hands every element of a style to `change`, those that hold others first.
fn every(style: &mut IndependentStyle, change: &mut impl FnMut(&mut Element)) {
    let macros = style.macros.iter_mut().map(|one| &mut one.children);
    let layouts = style.bibliography.iter_mut().map(|list| &mut list.layout).chain([&mut style.citation.layout]);
    for elements in macros.chain(layouts.map(|layout| &mut layout.elements)) {
        below(elements, change);
    }
}

/// The depth of a style is bounded before it comes here (see `guard`).
fn below(elements: &mut [Element], change: &mut impl FnMut(&mut Element)) {
    for element in elements {
        change(element);
        match element {
            Element::Group(group) => below(&mut group.children, change),
            Element::Choose(choose) => {
                branches(choose).for_each(|branch| below(&mut branch.children, change));
                if let Some(otherwise) = &mut choose.otherwise {
                    below(&mut otherwise.children, change);
                }
            }
            Element::Names(names) => {
                for child in &mut names.children {
                    if let NamesChild::Substitute(instead) = child {
                        below(&mut instead.children, change);
                    }
                }
            }
            Element::Text(_) | Element::Date(_) | Element::Number(_) | Element::Label(_) => {}
        }
    }
}
