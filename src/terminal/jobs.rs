//! Slow questions: one worker, tickets, and a byte that wakes the loop.

use std::io::{self, Read, Write};
use std::os::fd::{AsFd, BorrowedFd};
use std::os::unix::net::UnixStream;
use std::sync::mpsc::{Receiver, Sender, channel};

use crate::library::{Answer, Question};
use crate::reader::Ticket;

/// The work of a [`Jobs`]: answers one question.
pub type Work<Q = Question, A = Answer> = Box<dyn FnMut(&Q) -> A + Send>;

/// A worker thread that answers questions in order while the loop goes on. It ends with the value.
#[derive(Debug)]
pub struct Jobs<Q = Question, A = Answer> {
    orders: Sender<(Ticket, Q)>,
    answers: Receiver<(Ticket, A)>,
    wake: UnixStream,
}

impl<Q: Send + 'static, A: Send + 'static> Jobs<Q, A> {
    /// Starts the worker. `failed` is the answer to a question over which it stumbled.
    pub fn new(mut work: Work<Q, A>, failed: fn() -> A) -> io::Result<Self> {
        let (orders, taken) = channel::<(Ticket, Q)>();
        let (give, answers) = channel();
        let (wake, mut bell) = UnixStream::pair()?;
        wake.set_nonblocking(true)?;
        bell.set_nonblocking(true)?;
        std::thread::Builder::new().name("questions".to_owned()).spawn(move || {
            for (ticket, question) in taken {
                let attempt = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| work(&question)));
                let answer = attempt.unwrap_or_else(|_| failed());
                if give.send((ticket, answer)).is_err() {
                    return;
                }
                // A full pipe wakes as well as one more byte would.
                let _ = bell.write(b"!");
            }
        })?;
        Ok(Self { orders, answers, wake })
    }

    /// Hands a question over; the answer comes under its ticket.
    pub fn ask(&self, ticket: Ticket, question: Q) {
        let _ = self.orders.send((ticket, question));
    }

    /// Readable when answers wait.
    pub fn wake(&self) -> BorrowedFd<'_> {
        self.wake.as_fd()
    }

    /// All answers that wait.
    pub fn take(&self) -> Vec<(Ticket, A)> {
        let mut bytes = [0; 64];
        while matches!((&self.wake).read(&mut bytes), Ok(1..)) {}
        self.answers.try_iter().collect()
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, clippy::panic, reason = "a test says by a panic that it fails")]

    use super::*;
    use rustix::event::{PollFd, PollFlags, poll};

    #[test]
    fn answers_come_back_under_their_tickets_even_after_a_panic() {
        let work: Work = Box::new(|question| match question {
            Question::Find { id } if id == "bad" => panic!("on purpose"),
            _ => Answer::Key(None),
        });
        let jobs = Jobs::new(work, || Answer::Failed("It broke off.".to_owned())).unwrap();
        jobs.ask(Ticket(1), Question::Find { id: "bad".to_owned() });
        jobs.ask(Ticket(2), Question::Find { id: "good".to_owned() });
        let mut answers = Vec::new();
        while answers.len() < 2 {
            poll(&mut [PollFd::from_borrowed_fd(jobs.wake(), PollFlags::IN)], None).unwrap();
            answers.extend(jobs.take());
        }
        assert!(matches!(answers.first(), Some((Ticket(1), Answer::Failed(_)))));
        assert_eq!(answers.get(1), Some(&(Ticket(2), Answer::Key(None))));
    }
}
