//! Following the System Log, and asking for what is of interest.

use okta_core::{Tail, quoted};

use crate::{
    calls,
    types::{EventType, LogEvent},
};

impl calls::ListLogEvents {
    /// Asks for events of these types only. It is the `filter` of the call, so one that was set
    /// before is replaced. Without types, nothing is filtered.
    ///
    /// ```no_run
    /// # async fn example(client: okta_api::Client) -> Result<(), okta_api::Error> {
    /// use okta_api::types::EventType;
    ///
    /// let page = client
    ///     .list_log_events()
    ///     .event_types([EventType::UserLifecycleSuspend, "workflows.flow.started".into()])
    ///     .send()
    ///     .await?;
    /// # Ok(()) }
    /// ```
    pub fn event_types(self, types: impl IntoIterator<Item = EventType>) -> Self {
        let one = |kind: EventType| format!("eventType eq {}", quoted(kind.as_str()));
        let types: Vec<String> = types.into_iter().map(one).collect();
        match types.as_slice() {
            [] => self,
            types => self.filter(types.join(" or ")),
        }
    }

    /// Follows the log for ever: from `since` or `after` on, or else from now on by this
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
