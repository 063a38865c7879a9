//! One token shared by many tasks over several hours.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use futures::future::join_all;
use tokio::{sync::Semaphore, time::advance};

use super::*;
use crate::{AccessToken, ProviderError, operations::Catalogue};

/// A provider that numbers its tokens, waits for a permit for each, and fails on demand.
#[derive(Clone)]
struct Vault {
    asked: Arc<AtomicUsize>,
    open: Arc<Semaphore>,
    broken: Arc<AtomicUsize>,
}

impl Vault {
    fn new() -> Self {
        Self {
            asked: Arc::default(),
            open: Arc::new(Semaphore::new(Semaphore::MAX_PERMITS)),
            broken: Arc::default(),
        }
    }

    fn asked(&self) -> usize {
        self.asked.load(Ordering::SeqCst)
    }

    /// Fails the next `times` requests.
    fn breaks(&self, times: usize) {
        self.broken.store(times, Ordering::SeqCst);
    }

    async fn token(self) -> Result<AccessToken, ProviderError> {
        let number = self.asked.fetch_add(1, Ordering::SeqCst) + 1;
        self.open.acquire().await?.forget();
        let broken = self.broken.load(Ordering::SeqCst);
        if broken > 0 {
            self.broken.store(broken - 1, Ordering::SeqCst);
            return Err("the vault is sealed".into());
        }
        Ok(AccessToken::new(format!("t{number}")).expires_in(Duration::from_secs(3600)))
    }

    fn client(&self) -> Client {
        let vault = self.clone();
        Client::builder("http://127.0.0.1:9")
            .allow_http(true)
            .token_provider(move || vault.clone().token())
            .build()
            .unwrap()
    }
}

async fn all(client: &Client, tasks: usize) -> Vec<Result<HeaderValue, Error>> {
    let calls = (0..tasks).map(|_| {
        let client = client.clone();
        tokio::spawn(async move { authorization(&client).await })
    });
    join_all(calls)
        .await
        .into_iter()
        .map(Result::unwrap)
        .collect()
}

#[tokio::test(start_paused = true)]
async fn a_thousand_calls_at_expiry_cause_one_token_request() {
    let server = server::start(|_, number| granted(&format!("t{number}"))).await;
    let client = client(&server.url, service_app());
    for (expected, requests) in [("Bearer t0", 1), ("Bearer t1", 2)] {
        let answers = all(&client, 1000).await;
        assert!(
            answers
                .into_iter()
                .all(|answer| answer.unwrap() == expected)
        );
        assert_eq!(server.seen().len(), requests);
        advance(Duration::from_secs(3601)).await;
    }
}

#[tokio::test(start_paused = true)]
async fn one_task_renews_ahead_of_expiry_and_the_others_go_on() {
    let vault = Vault::new();
    let client = vault.client();
    assert_eq!(authorization(&client).await.unwrap(), "Bearer t1");
    advance(Duration::from_secs(3299)).await;
    assert_eq!(authorization(&client).await.unwrap(), "Bearer t1");
    assert_eq!(vault.asked(), 1);

    // The vault is slow.
    advance(Duration::from_secs(2)).await;
    vault.open.forget_permits(Semaphore::MAX_PERMITS);
    let renewing = tokio::spawn({
        let client = client.clone();
        async move { authorization(&client).await }
    });
    tokio::task::yield_now().await;
    assert_eq!(vault.asked(), 2);
    for answer in all(&client, 100).await {
        assert_eq!(answer.unwrap(), "Bearer t1");
    }
    vault.open.add_permits(1);
    assert_eq!(renewing.await.unwrap().unwrap(), "Bearer t2");
    assert_eq!(authorization(&client).await.unwrap(), "Bearer t2");
    assert_eq!(vault.asked(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_failed_renewal_keeps_the_token_that_still_works() {
    let vault = Vault::new();
    let client = vault.client();
    assert_eq!(authorization(&client).await.unwrap(), "Bearer t1");
    advance(Duration::from_secs(3400)).await;
    vault.breaks(1);
    for _ in 0..10 {
        assert_eq!(authorization(&client).await.unwrap(), "Bearer t1");
    }
    assert_eq!(vault.asked(), 2, "not asked again at once");
    advance(Duration::from_secs(15)).await;
    assert_eq!(authorization(&client).await.unwrap(), "Bearer t3");
}

#[tokio::test(start_paused = true)]
async fn waiting_tasks_share_a_failure_and_later_ones_do_not() {
    let vault = Vault::new();
    let client = vault.client();
    vault.breaks(1);
    vault.open.forget_permits(Semaphore::MAX_PERMITS);
    let waiting = tokio::spawn({
        let client = client.clone();
        async move { all(&client, 1000).await }
    });
    tokio::time::sleep(Duration::from_secs(1)).await;
    vault.open.add_permits(2);
    for answer in waiting.await.unwrap() {
        let error = answer.unwrap_err();
        assert_eq!(
            error.to_string(),
            "the token provider failed: the vault is sealed"
        );
    }
    assert_eq!(vault.asked(), 1);
    assert_eq!(authorization(&client).await.unwrap(), "Bearer t2");
}

#[tokio::test(start_paused = true)]
async fn a_call_that_is_dropped_while_it_fetches_leaves_it_to_the_next() {
    let vault = Vault::new();
    let client = vault.client();
    vault.open.forget_permits(Semaphore::MAX_PERMITS);
    let wait = Duration::from_secs(1);
    assert!(
        tokio::time::timeout(wait, authorization(&client))
            .await
            .is_err()
    );
    vault.open.add_permits(1);
    assert_eq!(authorization(&client).await.unwrap(), "Bearer t2");
}

#[tokio::test(start_paused = true)]
async fn a_refused_token_is_replaced_once() {
    let vault = Vault::new();
    let client = vault.client();
    let old = authorization(&client).await.unwrap();
    // A hundred requests carried the token, and all get a 401, some of them late.
    for late in [false, true] {
        let answers = join_all((0..100).map(|_| async {
            let renewed = refused_by_the_api(&client, &old, &HeaderMap::new());
            assert_eq!(renewed, Some(Renewed::Token));
            authorization(&client).await.unwrap()
        }))
        .await;
        assert!(
            answers.iter().all(|answer| answer == "Bearer t2"),
            "late: {late}"
        );
        assert_eq!(vault.asked(), 2);
    }
}

#[tokio::test(start_paused = true)]
async fn a_provider_that_hangs_is_bounded_by_the_time_of_a_request() {
    let client = Client::builder("http://127.0.0.1:9")
        .allow_http(true)
        .request_timeout(Duration::from_secs(7))
        .token_provider(|| async {
            std::future::pending::<()>().await;
            Ok(AccessToken::new("never"))
        })
        .build()
        .unwrap();
    let start = tokio::time::Instant::now();
    let error = client
        .request_among(Catalogue::NONE, Method::GET, "/api/v1/users")
        .send()
        .await
        .unwrap_err();
    assert!(
        matches!(error, Error::Auth(AuthError::ProviderTimeout { .. })),
        "{error}"
    );
    assert!(error.is_timeout() && error.is_transient());
    assert!(error.to_string().contains("within 7s"), "{error}");
    assert_eq!(start.elapsed().as_secs(), 7, "and it is not tried again");
}

#[tokio::test(start_paused = true)]
async fn a_provider_whose_token_cannot_be_sent_is_told_why() {
    for (token, flaw) in [
        ("", "is empty"),
        ("hunter2 hunter2", "spaces"),
        ("hunter2\n", "spaces"),
        ("hünter2", "does not allow"),
    ] {
        let client = Client::builder("http://127.0.0.1:9")
            .allow_http(true)
            .token_provider(move || async move { Ok(AccessToken::new(token)) })
            .build()
            .unwrap();
        let error = authorization(&client).await.unwrap_err();
        let message = format!("{error} {error:?}");
        assert!(message.contains(&format!("its token {flaw}")) || message.contains(flaw));
        assert!(!message.contains("nter2"), "{message}");
        assert!(std::error::Error::source(&error).is_some());
    }
}

#[tokio::test(start_paused = true)]
async fn constant_credentials_are_sent_as_they_are_and_not_asked_for_again() {
    for (scheme, expected) in [("SSWS", "SSWS 00token"), ("Bearer", "Bearer 00token")] {
        let builder = Client::builder("https://acme.okta.com");
        let client = match scheme {
            "SSWS" => builder.api_token(" 00token\n"),
            _ => builder.bearer_token("00token"),
        }
        .build()
        .unwrap();
        client.authenticate().await.unwrap();
        let value = authorization(&client).await.unwrap();
        assert_eq!(value, expected);
        assert!(value.is_sensitive());
        let renewed = refused_by_the_api(&client, &value, &HeaderMap::new());
        assert_eq!(renewed, None);
    }
}
