//! Looks a style file over before it is believed: its size, how deep it goes, and whether its macros call each other in circles.

use std::collections::HashMap;

/// The longest style file, in bytes; the largest of the public collection has 200 KiB.
const LARGEST: usize = 2 << 20;

/// How deep elements may stand within each other, through macros.
const DEEPEST: usize = 128;

/// How many elements one reference may pass through, macros counted each time they are called.
const MOST: u64 = 200_000;

/// A tag of the file.
struct Tag<'a> {
    name: &'a str,
    rest: &'a str,
    closes: bool,
    empty: bool,
}

/// What stands between the tags of a macro, or of the style outside of macros.
#[derive(Default)]
struct Body<'a> {
    elements: u64,
    deepest: usize,
    /// Macros called, and how deep.
    calls: Vec<(&'a str, usize)>,
}

/// Whether a style can be handed on.
///
/// # Errors
/// A sentence that says what is wrong with it.
pub(super) fn look_over(xml: &str) -> Result<(), String> {
    if xml.len() > LARGEST {
        return Err(format!("it is longer than {} MiB", LARGEST >> 20));
    }
    let bodies = bodies(xml)?;
    let mut known: HashMap<&str, (u64, usize)> = HashMap::new();
    let mut open: Vec<&str> = Vec::new();
    for name in bodies.keys() {
        weigh(name, &bodies, &mut known, &mut open)?;
    }
    Ok(())
}

fn bodies(xml: &str) -> Result<HashMap<&str, Body<'_>>, String> {
    let mut bodies: HashMap<&str, Body> = HashMap::new();
    let (mut depth, mut current, mut begun) = (0usize, "", 0usize);
    for tag in tags(xml) {
        if tag.closes {
            depth = depth.saturating_sub(1);
            if tag.name == "macro" {
                (current, begun) = ("", depth);
            }
            continue;
        }
        if tag.name == "macro" && !tag.empty {
            (current, begun) = (attribute(tag.rest, "name").unwrap_or_default(), depth);
        }
        let within = depth.saturating_sub(begun);
        let body = bodies.entry(current).or_default();
        body.elements += 1;
        body.deepest = body.deepest.max(within);
        if let Some(called) = attribute(tag.rest, "macro") {
            body.calls.push((called, within));
        }
        if within > DEEPEST {
            return Err(format!("its elements stand more than {DEEPEST} deep in each other"));
        }
        depth += usize::from(!tag.empty);
    }
    Ok(bodies)
}

/// Elements passed through and depth of a macro with all that it calls. The depth of the walk is that of the calls.
fn weigh<'a>(
    name: &'a str,
    bodies: &HashMap<&'a str, Body<'a>>,
    known: &mut HashMap<&'a str, (u64, usize)>,
    open: &mut Vec<&'a str>,
) -> Result<(u64, usize), String> {
    if let Some(weight) = known.get(name) {
        return Ok(*weight);
    }
    if open.contains(&name) {
        return Err(format!("its macro \"{name}\" calls itself"));
    }
    if open.len() > DEEPEST {
        return Err(format!("its macros call each other more than {DEEPEST} deep"));
    }
    let Some(body) = bodies.get(name) else { return Err(format!("it calls a macro \"{name}\" that it does not have")) };
    open.push(name);
    let (mut elements, mut deepest) = (body.elements, body.deepest);
    for (called, depth) in &body.calls {
        let (more, deeper) = weigh(called, bodies, known, open)?;
        elements = elements.saturating_add(more);
        deepest = deepest.max(depth + deeper);
    }
    open.pop();
    if elements > MOST || deepest > DEEPEST {
        return Err("its macros call each other too often".to_owned());
    }
    known.insert(name, (elements, deepest));
    Ok((elements, deepest))
}

/// The tags of XML, without comments, instructions and declarations.
fn tags(xml: &str) -> impl Iterator<Item = Tag<'_>> {
    let mut rest = xml;
    std::iter::from_fn(move || {
        loop {
            rest = rest.get(rest.find('<')? + 1..)?;
            // What is no element ends by its own sign; behind it there may be text before the next tag.
            let passed = [("!--", "-->"), ("![CDATA[", "]]>"), ("?", "?>")].into_iter().find(|(begin, _)| rest.starts_with(begin));
            if let Some((_, end)) = passed {
                rest = rest.get(rest.find(end)? + end.len()..)?;
                continue;
            }
            if rest.starts_with(|c: char| c == '/' || c.is_alphabetic()) {
                break;
            }
        }
        let mut quote = None;
        let end = rest.find(|c| match (quote, c) {
            (None, '"' | '\'') => {
                quote = Some(c);
                false
            }
            (Some(open), c) if open == c => {
                quote = None;
                false
            }
            (None, '>') => true,
            _ => false,
        })?;
        let (tag, behind) = rest.split_at_checked(end)?;
        rest = behind;
        let closes = tag.starts_with('/');
        let tag = tag.trim_start_matches('/');
        let (name, attributes) = tag.split_once(char::is_whitespace).unwrap_or((tag.trim_end_matches('/'), ""));
        Some(Tag { name, rest: attributes, closes, empty: tag.ends_with('/') })
    })
}

/// The value of an attribute.
fn attribute<'a>(attributes: &'a str, name: &str) -> Option<&'a str> {
    let mut rest = attributes;
    loop {
        let (key, behind) = rest.split_once('=')?;
        let behind = behind.trim_start();
        let quote = behind.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        let (value, after) = behind.get(1..)?.split_once(quote)?;
        if key.trim() == name {
            return Some(value);
        }
        rest = after;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrong(xml: &str) -> Option<String> {
        look_over(xml).err()
    }

    #[test]
    fn circles_and_towers_are_refused() {
        let well = "<style><!-- <macro name='x'><text macro='x'/></macro> --><macro name=\"a\"><text variable='title' prefix='>'/></macro><layout><text macro='a'/></layout></style>";
        assert_eq!(wrong(well), None);
        assert_eq!(wrong(&"<name><!-- who -->Roe</name>".repeat(200)), None);
        let circle = "<style><macro name='a'><text macro='b'/></macro><macro name='b'><group><text macro='a'/></group></macro></style>";
        assert!(wrong(circle).is_some_and(|sentence| sentence.contains("calls itself")));
        assert!(wrong("<style><text macro='none'/></style>").is_some_and(|sentence| sentence.contains("does not have")));
        assert!(wrong(&"<group>".repeat(200)).is_some_and(|sentence| sentence.contains("deep")));
        let mut doubling = String::from("<macro name='m40'><text value='x'/></macro>");
        for n in 0..40 {
            let next = n + 1;
            doubling.push_str(&format!("<macro name='m{n}'><text macro='m{next}'/><text macro='m{next}'/></macro>"));
        }
        assert!(wrong(&doubling).is_some_and(|sentence| sentence.contains("too often")));
    }
}
