//! Journals that astronomers name by macros (`\apj`), as the Astrophysics Data System writes them. Source: AASTeX' list.

/// Macros without their backslash, in order, and the journals' titles.
const JOURNALS: &[(&str, &str)] = &[
    ("aap", "Astronomy and Astrophysics"),
    ("aapr", "Astronomy and Astrophysics Reviews"),
    ("aaps", "Astronomy and Astrophysics Supplement"),
    ("actaa", "Acta Astronomica"),
    ("aj", "Astronomical Journal"),
    ("ao", "Applied Optics"),
    ("apj", "Astrophysical Journal"),
    ("apjl", "Astrophysical Journal Letters"),
    ("apjlett", "Astrophysical Journal Letters"),
    ("apjs", "Astrophysical Journal Supplement"),
    ("apjsupp", "Astrophysical Journal Supplement"),
    ("applopt", "Applied Optics"),
    ("apss", "Astrophysics and Space Science"),
    ("araa", "Annual Review of Astronomy and Astrophysics"),
    ("azh", "Astronomicheskii Zhurnal"),
    ("baas", "Bulletin of the American Astronomical Society"),
    ("bac", "Bulletin of the Astronomical Institutes of Czechoslovakia"),
    ("bain", "Bulletin of the Astronomical Institutes of the Netherlands"),
    ("caa", "Chinese Astronomy and Astrophysics"),
    ("cjaa", "Chinese Journal of Astronomy and Astrophysics"),
    ("fcp", "Fundamentals of Cosmic Physics"),
    ("gca", "Geochimica et Cosmochimica Acta"),
    ("grl", "Geophysical Research Letters"),
    ("iaucirc", "IAU Circulars"),
    ("icarus", "Icarus"),
    ("jaavso", "Journal of the American Association of Variable Star Observers"),
    ("jcap", "Journal of Cosmology and Astroparticle Physics"),
    ("jcp", "Journal of Chemical Physics"),
    ("jgr", "Journal of Geophysical Research"),
    ("jqsrt", "Journal of Quantitative Spectroscopy and Radiative Transfer"),
    ("jrasc", "Journal of the Royal Astronomical Society of Canada"),
    ("maps", "Meteoritics and Planetary Science"),
    ("memras", "Memoirs of the Royal Astronomical Society"),
    ("memsai", "Memorie della Società Astronomica Italiana"),
    ("mnras", "Monthly Notices of the Royal Astronomical Society"),
    ("na", "New Astronomy"),
    ("nar", "New Astronomy Reviews"),
    ("nat", "Nature"),
    ("nphysa", "Nuclear Physics A"),
    ("pasa", "Publications of the Astronomical Society of Australia"),
    ("pasj", "Publications of the Astronomical Society of Japan"),
    ("pasp", "Publications of the Astronomical Society of the Pacific"),
    ("physrep", "Physics Reports"),
    ("physscr", "Physica Scripta"),
    ("planss", "Planetary and Space Science"),
    ("pra", "Physical Review A"),
    ("prb", "Physical Review B"),
    ("prc", "Physical Review C"),
    ("prd", "Physical Review D"),
    ("pre", "Physical Review E"),
    ("prl", "Physical Review Letters"),
    ("procspie", "Proceedings of SPIE"),
    ("psj", "Planetary Science Journal"),
    ("qjras", "Quarterly Journal of the Royal Astronomical Society"),
    ("rmxaa", "Revista Mexicana de Astronomía y Astrofísica"),
    ("skytel", "Sky and Telescope"),
    ("solphys", "Solar Physics"),
    ("sovast", "Soviet Astronomy"),
    ("ssr", "Space Science Reviews"),
    ("zap", "Zeitschrift für Astrophysik"),
];

/// The title of a journal that is named by its macro alone.
pub fn journal(written: &str) -> Option<&'static str> {
    let name = written.trim().trim_matches(['{', '}']).strip_prefix('\\')?.trim_end_matches(['{', '}', ' ']);
    let at = JOURNALS.binary_search_by(|(known, _)| (*known).cmp(name)).ok()?;
    JOURNALS.get(at).map(|(_, title)| *title)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_macro_alone_is_a_journal() {
        assert!(JOURNALS.is_sorted());
        assert_eq!(journal("{\\apj}"), Some("Astrophysical Journal"));
        assert_eq!(journal("\\mnras{}"), Some("Monthly Notices of the Royal Astronomical Society"));
        assert_eq!((journal("apj"), journal("\\apj and more"), journal("\\emph{x}")), (None, None, None));
    }
}
