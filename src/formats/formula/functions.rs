//! Names of functions, which stand apart from what they are of.

const FUNCTIONS: &[&str] = &[
    "Pr", "arccos", "arccot", "arccsc", "arcosh", "arcsec", "arcsin", "arctan", "arctg", "arg", "argmax", "argmin", "argsinh", "arsinh",
    "artanh", "ch", "cos", "cosec", "cosh", "cot", "coth", "csc", "ctg", "cth", "deg", "det", "diag", "dim", "div", "exp", "gcd", "grad",
    "hom", "inf", "ker", "lcm", "lg", "lim", "liminf", "limsup", "ln", "log", "max", "min", "mod", "rank", "rot", "sec", "sgn", "sh",
    "sign", "sin", "sinh", "sup", "tan", "tanh", "tg", "th", "tr",
];

/// Whether a name is that of a function.
pub fn is_function(name: &str) -> bool {
    FUNCTIONS.binary_search(&name).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn functions_are_in_order() {
        assert!(FUNCTIONS.is_sorted());
        assert!(is_function("sin") && !is_function("dx"));
    }
}
