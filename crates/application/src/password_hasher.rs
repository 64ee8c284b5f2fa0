//! Password hashes: Argon2id on threads of their own, with a bounded queue before them.
//!
//! As many hashes are computed at once as there are threads; each thread keeps its 19 MiB and uses
//! them again. Redeeming a link has a lane of its own that goes first, so that a flood of sign-ins
//! cannot lock new people out.

use std::{
    collections::VecDeque,
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    thread,
    time::Instant,
};

use argon2::{
    Algorithm, Argon2, Block, Params, Version,
    password_hash::phc::{Ident, Output, ParamsString, PasswordHash, Salt},
};
use prometheus_client::metrics::histogram::Histogram;
use subtle::ConstantTimeEq as _;
use tokio::sync::oneshot;
use usher_domain::password::Password;
use zeroize::Zeroizing;

/// RFC 9106 and OWASP's floor: 19 MiB, two passes, one lane.
const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
const OUTPUT_BYTES: usize = 32;
/// How many may wait in each lane.
const QUEUE: usize = 64;

/// Which lane a hash waits in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Lane {
    /// Signing in and other checks.
    SignIn,
    /// Setting a password with a link.
    Redeem,
}

/// Too many hashes wait already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct HasherBusy;

type Job = Box<dyn FnOnce(&mut Memory) + Send>;
type Memory = Vec<Block>;

#[derive(Default)]
struct Lanes {
    redeem: VecDeque<Job>,
    sign_in: VecDeque<Job>,
    closed: bool,
}

#[derive(Default)]
struct Shared {
    lanes: Mutex<Lanes>,
    work: Condvar,
}

impl Shared {
    fn lanes(&self) -> MutexGuard<'_, Lanes> {
        self.lanes.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// How many hashes wait in each lane.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Waiting {
    pub(crate) redeem: usize,
    pub(crate) sign_in: usize,
}

/// The threads that hash passwords. They end when it is dropped.
pub(crate) struct PasswordHasher {
    shared: Arc<Shared>,
    durations: Histogram,
}

impl Drop for PasswordHasher {
    fn drop(&mut self) {
        self.shared.lanes().closed = true;
        self.shared.work.notify_all();
    }
}

impl PasswordHasher {
    /// Starts the threads, at least one; `durations` is told how many seconds each hash took.
    pub(crate) fn start(threads: usize, durations: Histogram) -> Self {
        let shared = Arc::new(Shared::default());
        for _ in 0..threads.max(1) {
            let shared = Arc::clone(&shared);
            // A machine that cannot start a thread now hashes with the ones it has.
            if let Err(error) = thread::Builder::new()
                .name("password".to_owned())
                .spawn(move || work(&shared))
            {
                tracing::error!(%error, "a password thread could not be started");
            }
        }
        Self { shared, durations }
    }

    /// How many hashes wait for a thread.
    pub(crate) fn waiting(&self) -> Waiting {
        let lanes = self.shared.lanes();
        Waiting {
            redeem: lanes.redeem.len(),
            sign_in: lanes.sign_in.len(),
        }
    }

    /// The hash of a password as a PHC string.
    pub(crate) async fn hash(
        &self,
        lane: Lane,
        password: Password,
        salt: [u8; 16],
    ) -> Result<String, HasherBusy> {
        self.run(lane, move |memory| encode(&password, &salt, memory))
            .await?
            .ok_or(HasherBusy)
    }

    /// Whether a password has this hash. No hash takes as long and is always wrong.
    pub(crate) async fn verify(
        &self,
        lane: Lane,
        password: Password,
        hash: Option<String>,
    ) -> Result<bool, HasherBusy> {
        self.run(lane, move |memory| {
            matches(&password, hash.as_deref(), memory)
        })
        .await
    }

    async fn run<T: Send + 'static>(
        &self,
        lane: Lane,
        compute: impl FnOnce(&mut Memory) -> T + Send + 'static,
    ) -> Result<T, HasherBusy> {
        let (answer, answered) = oneshot::channel();
        let durations = self.durations.clone();
        {
            let mut lanes = self.shared.lanes();
            let queue = match lane {
                Lane::SignIn => &mut lanes.sign_in,
                Lane::Redeem => &mut lanes.redeem,
            };
            if queue.len() >= QUEUE {
                return Err(HasherBusy);
            }
            queue.push_back(Box::new(move |memory| {
                // Whoever asked may have gone; then the hash is not computed at all.
                if !answer.is_closed() {
                    let begun = Instant::now();
                    let made = compute(memory);
                    durations.observe(begun.elapsed().as_secs_f64());
                    let _ = answer.send(made);
                }
            }));
        }
        self.shared.work.notify_one();
        answered.await.map_err(|_| HasherBusy)
    }
}

fn work(shared: &Shared) {
    let mut memory = Memory::new();
    loop {
        let job = {
            let mut lanes = shared.lanes();
            loop {
                if lanes.closed {
                    return;
                }
                if let Some(job) = lanes
                    .redeem
                    .pop_front()
                    .or_else(|| lanes.sign_in.pop_front())
                {
                    break job;
                }
                lanes = shared
                    .work
                    .wait(lanes)
                    .unwrap_or_else(PoisonError::into_inner);
            }
        };
        job(&mut memory);
    }
}

fn compute(
    password: &Password,
    salt: &[u8],
    params: Params,
    memory: &mut Memory,
) -> Option<Zeroizing<[u8; OUTPUT_BYTES]>> {
    let mut output = Zeroizing::new([0; OUTPUT_BYTES]);
    memory.resize(params.block_count(), Block::default());
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into_with_memory(
            password.expose().as_bytes(),
            salt,
            output.as_mut(),
            memory.as_mut_slice(),
        )
        .ok()?;
    Some(output)
}

fn params() -> Option<Params> {
    Params::new(MEMORY_KIB, PASSES, 1, None).ok()
}

fn encode(password: &Password, salt: &[u8; 16], memory: &mut Memory) -> Option<String> {
    let params = params()?;
    let output = compute(password, salt, params.clone(), memory)?;
    let hash = PasswordHash {
        algorithm: Ident::new("argon2id").ok()?,
        version: Some(Version::V0x13.into()),
        params: ParamsString::try_from(&params).ok()?,
        salt: Some(Salt::new(salt).ok()?),
        hash: Some(Output::new(output.as_slice()).ok()?),
    };
    Some(hash.to_string())
}

fn matches(password: &Password, hash: Option<&str>, memory: &mut Memory) -> bool {
    let parsed = hash.and_then(|hash| PasswordHash::new(hash).ok());
    let stored = parsed
        .as_ref()
        .and_then(|hash| Some((hash.salt.as_ref()?, hash.hash.as_ref()?)));
    let Some((salt, expected)) = stored else {
        // The same work for somebody without a password as for somebody with one.
        if let Some(params) = params() {
            compute(password, &[0; 16], params, memory);
        }
        return false;
    };
    let Some(params) = parsed.as_ref().and_then(|hash| Params::try_from(hash).ok()) else {
        return false;
    };
    compute(password, salt.as_ref(), params, memory)
        .is_some_and(|output| output.as_slice().ct_eq(expected.as_ref()).into())
}

#[cfg(test)]
mod tests {
    use prometheus_client::{encoding::text, registry::Registry};

    use super::*;

    fn one_thread() -> (PasswordHasher, Histogram) {
        let durations = Histogram::new([1.0]);
        (PasswordHasher::start(1, durations.clone()), durations)
    }

    fn noted(durations: &Histogram) -> u64 {
        let mut registry = Registry::default();
        registry.register("hashes", "Hashes", durations.clone());
        let mut exposed = String::new();
        text::encode(&mut exposed, &registry).unwrap();
        let count = exposed
            .lines()
            .find_map(|line| line.strip_prefix("hashes_count "));
        count.unwrap().parse().unwrap()
    }

    fn password(text: &str) -> Password {
        Password::read(text).unwrap()
    }

    #[tokio::test]
    async fn a_password_matches_its_own_hash_only() {
        let (hasher, durations) = one_thread();
        let hash = hasher
            .hash(Lane::Redeem, password("correct horse"), [1; 16])
            .await
            .unwrap();
        assert!(
            hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"),
            "{hash}"
        );
        for (text, expected) in [("correct horse", true), ("wrong horse", false)] {
            let found = hasher
                .verify(Lane::SignIn, password(text), Some(hash.clone()))
                .await;
            assert_eq!(found, Ok(expected), "{text}");
        }
        assert_eq!(noted(&durations), 3);
    }

    #[tokio::test]
    async fn nobody_signs_in_without_a_hash_or_with_a_broken_one() {
        let (hasher, _) = one_thread();
        for hash in [
            None,
            Some(String::new()),
            Some("$argon2id$v=19$m=1,t=1,p=1$x".to_owned()),
        ] {
            assert_eq!(
                hasher.verify(Lane::SignIn, password("x"), hash).await,
                Ok(false)
            );
        }
    }

    #[tokio::test]
    async fn redeeming_goes_before_signing_in() {
        let shared = Arc::new(Shared::default());
        let hasher = PasswordHasher {
            shared: Arc::clone(&shared),
            durations: Histogram::new([1.0]),
        };
        let order = Arc::new(Mutex::new(Vec::new()));
        let note = |name: &'static str| {
            let order = Arc::clone(&order);
            move |_: &mut Memory| order.lock().unwrap().push(name)
        };
        // No thread runs yet, so both wait; then one thread serves them.
        let (sign_in, redeem) = (
            hasher.run(Lane::SignIn, note("sign in")),
            hasher.run(Lane::Redeem, note("redeem")),
        );
        let served = async {
            tokio::task::yield_now().await;
            thread::spawn(move || work(&shared));
        };
        let (first, second, ()) = tokio::join!(sign_in, redeem, served);
        assert_eq!((first, second), (Ok(()), Ok(())));
        assert_eq!(*order.lock().unwrap(), ["redeem", "sign in"]);
    }
}
