//! Threads that each own a connection and take jobs from one bounded queue.

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{Builder, JoinHandle};

use tokio::sync::mpsc;

/// How many jobs may wait. A caller beyond them waits too, as a task and not as a thread.
pub(crate) const QUEUE_LENGTH: usize = 1024;

/// What a pool's thread does with a job.
pub(crate) trait Worker: Send + 'static {
    /// What it is given to do.
    type Job: Send + 'static;

    /// Does the job and answers its caller.
    fn serve(&mut self, job: Self::Job);

    /// Lets go of what it has kept for the next job: none is waiting.
    fn rest(&mut self);
}

/// The queue of a pool and its threads.
pub(crate) type Pool<J> = (mpsc::Sender<J>, Vec<JoinHandle<()>>);

/// Starts one thread for each worker. They end when the sender is dropped and the queue is empty.
pub(crate) fn spawn<W: Worker>(
    name: &str,
    workers: impl IntoIterator<Item = W>,
) -> io::Result<Pool<W::Job>> {
    let (sender, receiver) = mpsc::channel(QUEUE_LENGTH);
    let receiver = Arc::new(Mutex::new(receiver));
    let threads = workers
        .into_iter()
        .enumerate()
        .map(|(number, mut worker)| {
            let receiver = Arc::clone(&receiver);
            Builder::new()
                .name(format!("{name}-{number}"))
                .spawn(move || {
                    loop {
                        let Some(job) = waiting_job(&receiver).or_else(|| {
                            stay_at_work(|| worker.rest());
                            next_job(&receiver)
                        }) else {
                            break;
                        };
                        stay_at_work(|| worker.serve(job));
                    }
                })
        })
        .collect::<io::Result<Vec<_>>>()?;
    Ok((sender, threads))
}

/// A closure's panic never comes this far. Should the driver panic, closing a connection say, the thread
/// goes on.
fn stay_at_work(step: impl FnOnce()) {
    if catch_unwind(AssertUnwindSafe(step)).is_err() {
        tracing::error!("a database thread has panicked");
    }
}

/// A job that waits already, as far as that can be told without waiting for another thread.
fn waiting_job<J>(receiver: &Mutex<mpsc::Receiver<J>>) -> Option<J> {
    receiver.try_lock().ok()?.try_recv().ok()
}

/// One idle thread waits at the queue, the others wait for their turn to do so.
fn next_job<J>(receiver: &Mutex<mpsc::Receiver<J>>) -> Option<J> {
    receiver
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .blocking_recv()
}
