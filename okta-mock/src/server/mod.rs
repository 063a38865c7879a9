//! HTTP: connections in, answers out.

mod api;
mod auth;
mod deliveries;
mod endpoints;
pub(crate) mod faults;
mod handle;
pub(crate) mod har;
pub(crate) mod hooks;
pub(crate) mod journal;
mod landing;
pub(crate) mod limits;
mod payload;
mod respond;
mod secrets;
pub(crate) mod shared;
mod socket;
pub(crate) mod tls;

use std::{
    convert::Infallible,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use http::Request;
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::TcpListener,
    task::JoinSet,
};

use crate::server::{
    shared::{Inner, PATIENCE},
    tls::Tls,
};
use socket::Socket;

/// Accepts connections until it is dropped, and all of them end with it.
pub(crate) async fn serve(listener: TcpListener, inner: Arc<Inner>, tls: Option<Tls>) {
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => {
                // A connection that broke before it was accepted, or no more file
                // descriptors for now: the next may be better.
                let Ok((stream, _)) = accepted else {
                    tokio::time::sleep(Duration::from_millis(10)).await;
                    continue;
                };
                let _ = stream.set_nodelay(true);
                let reset = Arc::new(AtomicBool::new(false));
                let socket = Socket::new(stream, Arc::clone(&reset));
                connections.spawn(connection(socket, reset, Arc::clone(&inner), tls.clone()));
            }
            Some(_) = connections.join_next() => {}
        }
    }
}

async fn connection(socket: Socket, reset: Arc<AtomicBool>, inner: Arc<Inner>, tls: Option<Tls>) {
    match tls {
        None => exchange(socket, reset, inner).await,
        // A failed handshake is the client's matter.
        Some(tls) => {
            if let Ok(Ok(stream)) = tokio::time::timeout(PATIENCE, tls.accept(socket)).await {
                exchange(stream, reset, inner).await;
            }
        }
    }
}

async fn exchange(
    io: impl AsyncRead + AsyncWrite + Unpin,
    reset: Arc<AtomicBool>,
    inner: Arc<Inner>,
) {
    let service = service_fn(move |request: Request<Incoming>| {
        let (inner, reset) = (Arc::clone(&inner), Arc::clone(&reset));
        async move {
            match handle::handle(&inner, request).await {
                Some(response) => Ok::<_, Infallible>(response),
                None => {
                    reset.store(true, Ordering::Relaxed);
                    Ok(respond::never())
                }
            }
        }
    });
    // How a connection ends is not news: faults end some on purpose.
    let _ = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(PATIENCE)
        .serve_connection(TokioIo::new(io), service)
        .await;
}
