//! Follows the System Log.

use okta_core::Tail;

use crate::{calls, types::LogEvent};

impl calls::ListLogEvents {
    /// Follows the log without an end. It starts at `since` or `after`, or else now, by this
    /// machine's clock. `until` has no effect.
    ///
    /// ```no_run
    /// # async fn example(client: okta_api::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// use futures::TryStreamExt;
    ///
    /// let mut events = client.list_log_events().tail();
    /// while let Some(event) = events.try_next().await? {
    ///     println!("{:?}", event.event_type);
    ///     let checkpoint = serde_json::to_string(&events.checkpoint())?; // to be stored
    /// }
    /// # Ok(()) }
    /// ```
    #[inline]
    pub fn tail(self) -> Tail<LogEvent> {
        self.0.tail(|event| event.uuid.as_deref())
    }
}
