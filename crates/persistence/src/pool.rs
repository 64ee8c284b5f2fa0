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
                    while let Some(job) = next_job(&receiver) {
                        // A closure's panic never comes this far. Should the driver panic, closing a
                        // connection say, the thread stays at work.
                        if catch_unwind(AssertUnwindSafe(|| worker.serve(job))).is_err() {
                            tracing::error!("a database thread has panicked");
                        }
                    }
                })
        })
        .collect::<io::Result<Vec<_>>>()?;
    Ok((sender, threads))
}

/// One idle thread waits at the queue, the others wait for their turn to do so.
fn next_job<J>(receiver: &Mutex<mpsc::Receiver<J>>) -> Option<J> {
    receiver
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .blocking_recv()
}
