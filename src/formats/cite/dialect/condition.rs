//! Conditions of which nobody here knows a part: that part is false, whatever the others say.

use hayagriva::citationberg::taxonomy::{DateVariable, Kind, Locator, Variable};

use super::{ABSENT, Copy, is, unknown, value};

/// Conditions of CSL that are not about the work.
const OTHERS: &[&str] = &["disambiguate", "position", "match"];

impl Copy<'_> {
    /// The attributes of a condition; false for sure is that there is [`ABSENT`].
    pub(super) fn condition(&mut self, attributes: &[(&str, &str)], line: usize) -> Vec<(String, String)> {
        let matched = value(attributes, "match").unwrap_or("all");
        let of = |variables: &str, matched: &str| vec![("variable".into(), variables.into()), ("match".into(), matched.into())];
        let mut kept: Vec<(String, String)> = Vec::new();
        let mut variables: Vec<String> = Vec::new();
        let mut never = false;
        for (name, said) in attributes {
            let words = said.split_whitespace();
            match *name {
                "variable" => {
                    for word in words {
                        if word == "CSTR" {
                            variables.push(self.cstr().to_owned());
                        } else if is::<Variable>(word) {
                            variables.push(word.to_owned());
                        } else {
                            self.tell(line, unknown(word));
                            never = true;
                        }
                    }
                }
                "type" | "is-numeric" | "is-uncertain-date" | "locator" => {
                    let known = |word: &&str| match *name {
                        "type" => is::<Kind>(word),
                        "is-numeric" => is::<Variable>(word),
                        "locator" => is::<Locator>(word),
                        _ => is::<DateVariable>(word),
                    };
                    let (words, others): (Vec<&str>, Vec<&str>) = words.partition(known);
                    never |= !others.is_empty();
                    for other in others {
                        let what =
                            if *name == "type" { format!("the type \"{other}\" is not known; no record has it") } else { unknown(other) };
                        self.tell(line, what);
                    }
                    if !words.is_empty() {
                        kept.push(((*name).to_owned(), words.join(" ")));
                    }
                }
                // A list of references is what is printed.
                "context" if *said == "bibliography" => match matched {
                    "any" => return vec![("match".into(), "all".into())],
                    "none" => return of(ABSENT, "all"),
                    _ => {}
                },
                "context" => never = true,
                other if OTHERS.contains(&other) => kept.push((other.to_owned(), (*said).to_owned())),
                other => {
                    self.tell(line, format!("the condition \"{other}\" is not known and counts as not met"));
                    never = true;
                }
            }
        }
        if never {
            variables.push(ABSENT.to_owned());
        }
        if !variables.is_empty() {
            kept.push(("variable".to_owned(), variables.join(" ")));
        }
        kept
    }
}
