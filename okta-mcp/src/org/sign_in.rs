//! The device grant on first use: a person signs in while the agent waits.

use std::{
    fmt,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use okta_api::{Client, DevicePrompt};
use tokio::{sync::watch, task::JoinHandle};

/// The time for which a call waits for a person who is signing in.
const PATIENCE: Duration = Duration::from_secs(20);

/// Whether somebody has signed in.
#[derive(Debug, Clone)]
pub enum SignInState {
    /// Somebody has, or nobody needs to.
    Ready,
    /// A person has to open this address.
    Pending(Box<DevicePrompt>),
    /// It did not work, for this reason.
    Failed(String),
}

/// A sign-in that continues between calls.
pub struct SignIn {
    prompt: watch::Sender<Option<DevicePrompt>>,
    task: Mutex<Option<JoinHandle<Result<(), String>>>>,
    done: Mutex<bool>,
}

impl fmt::Debug for SignIn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SignIn").finish_non_exhaustive()
    }
}

impl Default for SignIn {
    fn default() -> Self {
        Self {
            prompt: watch::channel(None).0,
            task: Mutex::default(),
            done: Mutex::default(),
        }
    }
}

impl SignIn {
    /// Returns the function to pass to [`okta_api::DeviceGrant::prompt`].
    #[must_use]
    pub fn shower(&self) -> Arc<dyn Fn(&DevicePrompt) + Send + Sync> {
        let prompt = self.prompt.clone();
        Arc::new(move |shown| {
            // For people who see the log, too.
            eprintln!("{shown}");
            prompt.send_replace(Some(shown.clone()));
        })
    }

    /// Starts the sign-in where nobody has, and looks how far it is.
    pub(super) async fn state(&self, client: &Client) -> SignInState {
        if *self.done.lock().unwrap_or_else(PoisonError::into_inner) {
            return SignInState::Ready;
        }
        let mut shown = self.prompt.subscribe();
        let asked_before = shown.borrow().is_some();
        let mut task = {
            let mut slot = self.task.lock().unwrap_or_else(PoisonError::into_inner);
            slot.take().unwrap_or_else(|| {
                let client = client.clone();
                tokio::spawn(async move {
                    client
                        .authenticate()
                        .await
                        .map_err(|error| error.to_string())
                })
            })
        };
        let finished = tokio::select! {
            finished = &mut task => Some(finished),
            // The first call tells the person at once; a later one gives them time.
            () = told(&mut shown, asked_before) => None,
        };
        match finished {
            Some(Ok(Ok(()))) => {
                *self.done.lock().unwrap_or_else(PoisonError::into_inner) = true;
                SignInState::Ready
            }
            Some(outcome) => {
                self.prompt.send_replace(None);
                SignInState::Failed(match outcome {
                    Ok(Err(error)) => error,
                    _ => "the sign-in was stopped".to_owned(),
                })
            }
            None => {
                *self.task.lock().unwrap_or_else(PoisonError::into_inner) = Some(task);
                let prompt = shown.borrow().clone();
                match prompt {
                    Some(prompt) => SignInState::Pending(Box::new(prompt)),
                    None => SignInState::Failed("Okta showed no address to sign in at".to_owned()),
                }
            }
        }
    }
}

async fn told(shown: &mut watch::Receiver<Option<DevicePrompt>>, asked_before: bool) {
    // The sender lives as long as the server does.
    let _ = shown.wait_for(Option::is_some).await;
    let pause = if asked_before {
        PATIENCE
    } else {
        Duration::from_millis(200)
    };
    tokio::time::sleep(pause).await;
}
