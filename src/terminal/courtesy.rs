//! What a thread that works in the background leaves to others.

/// Lets this thread, and those that it starts, give way to others by so much: on Linux, where each has its own. Where it is not
/// allowed it goes on without.
pub(super) fn give_way(niceness: i32) {
    #[cfg(target_os = "linux")]
    let _ = rustix::process::setpriority_process(Some(rustix::thread::gettid()), niceness);
    #[cfg(not(target_os = "linux"))]
    let _ = niceness;
}
