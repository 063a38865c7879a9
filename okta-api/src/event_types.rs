//! Asks the System Log for certain event types. It is separate from following the log, because
//! crates generated from other descriptions have no event types.

use okta_core::quoted;

use crate::{calls, types::EventType};

impl calls::ListLogEvents {
    /// Asks for events of these types only. It sets the call's `filter`, so it replaces an
    /// earlier one. Without types, nothing is filtered.
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
}
