//! Accepting connections, and letting the last requests finish.

mod seats;

use std::{future::Future, io, net::SocketAddr, pin::pin, sync::Arc, time::Duration};

use axum::{Router, body::Body, http::Request};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::{OwnedSemaphorePermit, Semaphore, oneshot},
    task::JoinHandle,
};
use tower::ServiceExt as _;

pub(crate) use seats::Seats;

use crate::{config::Problem, http::Peer};
use seats::Seat;

/// How long a client may take for the head of a request, and a kept connection stay unused: longer
/// than reverse proxies keep theirs, so that they are the ones who close them.
const HEAD_WITHIN: Duration = Duration::from_secs(65);
/// The most bytes of the head of a request: four times what reverse proxies let through.
const MAX_HEAD: usize = 32 * 1024;

/// How many connections there are at once, of whichever clients; more wait to be accepted. The database and the mail
/// connections need file descriptors, too, of which a process commonly has 1,024.
const CONNECTIONS: usize = 800;

/// When no connection can be accepted, for want of file descriptors for example.
const ACCEPT_AGAIN_AFTER: Duration = Duration::from_secs(1);

/// Takes the address that is listened on; `key` is what configures it.
pub(crate) async fn bind(address: SocketAddr, key: &str) -> Result<TcpListener, Problem> {
    TcpListener::bind(address).await.map_err(|error| {
        let (host, port) = (address.ip(), address.port());
        let variable = format!("USHER__{}", key.replace('.', "__").to_uppercase());
        let message = match error.kind() {
            io::ErrorKind::AddrInUse => format!(
                "port {port} of {host} is taken by another program; stop that, or set {key} \
                 ({variable}) to another port"
            ),
            io::ErrorKind::PermissionDenied => format!(
                "this user may not listen on port {port}; set {key} ({variable}) to \
                 a port above 1023, behind a reverse proxy"
            ),
            _ => format!("cannot listen on port {port} of {host}: {error}"),
        };
        Problem::new(key, message)
    })
}

/// A listener at work in the background.
pub(crate) struct Door {
    close: oneshot::Sender<()>,
    serving: JoinHandle<()>,
}

impl Door {
    /// Answers requests from now on, as many at once of each network as `seats` has. Once it is closed, those
    /// under way may go on for `finish_within`.
    pub(crate) fn open(
        listener: TcpListener,
        router: Router,
        seats: Seats,
        finish_within: Duration,
    ) -> Self {
        let (close, closed) = oneshot::channel();
        let closed = async {
            // Dropped without a word, it is closed as well.
            closed.await.ok();
        };
        Self {
            close,
            serving: tokio::spawn(serve(listener, router, seats, closed, finish_within)),
        }
    }

    /// Accepts no more connections, and waits for the requests under way.
    pub(crate) async fn close(self) {
        drop(self.close);
        if self.serving.await.is_err() {
            tracing::error!("a listener has panicked");
        }
    }
}

/// Answers requests until `stop` completes, then lets those under way finish.
async fn serve(
    listener: TcpListener,
    router: Router,
    seats: Seats,
    stop: impl Future<Output = ()>,
    finish_within: Duration,
) {
    let graceful = GracefulShutdown::new();
    let places = Arc::new(Semaphore::new(CONNECTIONS));
    let mut stop = pin!(stop);
    loop {
        let next = async {
            let place = Arc::clone(&places).acquire_owned().await.ok();
            listener.accept().await.map(|accepted| (accepted, place))
        };
        let accepted = tokio::select! {
            accepted = next => accepted,
            () = &mut stop => break,
        };
        match accepted {
            Ok(((stream, peer), place)) => {
                // Without a seat it is closed again.
                if let Some(seat) = seats.take(peer.ip()) {
                    answer(stream, peer, (place, seat), router.clone(), &graceful);
                }
            }
            // The client has gone already.
            Err(error) if is_the_clients(&error) => {}
            Err(error) => {
                tracing::error!(%error, "no connection can be accepted");
                tokio::time::sleep(ACCEPT_AGAIN_AFTER).await;
            }
        }
    }
    drop(listener);
    if tokio::time::timeout(finish_within, graceful.shutdown())
        .await
        .is_err()
    {
        tracing::warn!("some requests did not finish in time and were broken off");
    }
}

fn answer(
    stream: TcpStream,
    peer: SocketAddr,
    held: (Option<OwnedSemaphorePermit>, Seat),
    router: Router,
    graceful: &GracefulShutdown,
) {
    // An answer waits for nothing; where this cannot be set, it only comes a little later.
    stream.set_nodelay(true).ok();
    let service = service_fn(move |request: Request<Incoming>| {
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(Peer(peer.ip()));
        let router = router.clone();
        async move { router.oneshot(request).await }
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_WITHIN)
        .max_header_size(MAX_HEAD)
        .serve_connection(TokioIo::new(stream), service);
    let connection = graceful.watch(connection);
    tokio::spawn(async move {
        if let Err(error) = connection.await {
            tracing::debug!(%error, "a connection broke");
        }
        drop(held);
    });
}

fn is_the_clients(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(
        error.kind(),
        ConnectionAborted | ConnectionRefused | ConnectionReset
    )
}
