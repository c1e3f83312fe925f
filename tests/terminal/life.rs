//! pseudo-terminal tests, to come
