//! Classes and grants as OpenAIRE's guidelines have repositories write them, as addresses of `info:eu-repo`.

use crate::record::{Funding, Subject};

/// A class of a scheme: `info:eu-repo/classification/ddc/580`.
pub(super) fn class(stated: &str) -> Option<Subject> {
    let (scheme, code) = stated.strip_prefix("info:eu-repo/classification/")?.split_once('/')?;
    Some(Subject { scheme: scheme.to_owned(), code: code.to_owned(), ..Subject::default() })
}

/// A grant, by its funder, programme and number: `info:eu-repo/grantAgreement/EC/FP7/123456`.
pub(super) fn grant(stated: &str) -> Option<Funding> {
    let mut parts = stated.strip_prefix("info:eu-repo/grantAgreement/")?.split('/').map(str::trim).filter(|part| !part.is_empty());
    let (funder, programme, number) = (parts.next()?, parts.next()?, parts.next()?);
    let mut grant = Funding { funder: Some(funder.to_owned()), awards: vec![number.to_owned()], ..Funding::default() };
    grant.rest.insert("programme".to_owned(), programme.into());
    Some(grant)
}
