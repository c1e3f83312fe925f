//! Finding in the library: the query language, and the index that answers it.

pub mod query;
