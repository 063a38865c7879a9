//! Changing a user without overwriting what others change at the same time.

use serde_json::{Map, Value};

use crate::{Client, Error, Response, types::User};

/// How often a change is repeated because others keep changing the same user.
const ROUNDS: u32 = 5;

impl Client {
    /// Reads a user, lets `change` change it, and sends what has changed and nothing
    /// else. Nothing is sent when nothing has changed.
    ///
    /// The change is made to the version that was read (`If-Match` with its ETag). If
    /// somebody else has changed the user meanwhile, it is read again and `change` is
    /// called again, up to five times in all; then the error
    /// [says so](Error::is_precondition_failed). What `change` removes, or sets to null,
    /// is cleared.
    ///
    /// See [Okta's partial update of a user](https://developer.okta.com/docs/api/openapi/okta-management/management/tag/User/#tag/User/operation/updateUser).
    ///
    /// ```no_run
    /// # async fn example(client: okta_api::Client) -> Result<(), okta_api::Error> {
    /// client
    ///     .update_user_with("ada@example.com", |user| {
    ///         user.profile.get_or_insert_default().nick_name = "Ada".to_owned().into();
    ///     })
    ///     .await?;
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    ///
    /// [`Error`]: that of the read or of the change.
    pub async fn update_user_with(
        &self,
        user_id: impl Into<String>,
        mut change: impl FnMut(&mut User) + Send,
    ) -> Result<Response<User>, Error> {
        let user_id = user_id.into();
        let mut round = 1;
        loop {
            let mut user = self.get_user(&user_id).send().await?;
            let before = json(&user);
            change(&mut user);
            let Some(changes) = changes(&before, &json(&user)) else {
                return Ok(user);
            };
            let mut call = self.update_user(&user_id, User::default());
            call.0.json(&changes);
            if let Some(etag) = user.etag() {
                call = call.if_match(etag);
            }
            match call.send().await {
                Err(error) if error.is_precondition_failed() && round < ROUNDS => round += 1,
                result => return result,
            }
        }
    }
}

/// A user as it would be sent. Writing one as JSON cannot fail.
#[inline]
fn json(user: &User) -> Value {
    serde_json::to_value(user).unwrap_or_default()
}

/// What turns `before` into `after`, as a JSON merge patch (RFC 7396): objects with the
/// properties that differ, null for those that are gone. `None` if there is nothing.
fn changes(before: &Value, after: &Value) -> Option<Value> {
    let (Value::Object(old), Value::Object(new)) = (before, after) else {
        return (before != after).then(|| after.clone());
    };
    let mut patch = Map::new();
    for (name, value) in new {
        let change = match old.get(name) {
            Some(known) => changes(known, value),
            None => Some(value.clone()),
        };
        patch.extend(change.map(|change| (name.clone(), change)));
    }
    for (name, value) in old {
        if !new.contains_key(name) && !value.is_null() {
            patch.insert(name.clone(), Value::Null);
        }
    }
    (!patch.is_empty()).then_some(Value::Object(patch))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn only_what_differs_is_sent() {
        for (before, after, expected) in [
            (json!({"a": 1}), json!({"a": 1}), None),
            (
                json!({"a": 1, "b": 2}),
                json!({"a": 1, "b": 3}),
                Some(json!({"b": 3})),
            ),
            (
                json!({"a": 1}),
                json!({"a": 1, "b": null}),
                Some(json!({"b": null})),
            ),
            (
                json!({"a": 1}),
                json!({"a": null}),
                Some(json!({"a": null})),
            ),
            (
                json!({"a": 1, "b": 2}),
                json!({"a": 1}),
                Some(json!({"b": null})),
            ),
            (json!({"a": null}), json!({}), None),
            (
                json!({"p": {"x": 1, "y": {"z": 1}}, "q": {}}),
                json!({"p": {"x": 1, "y": {"z": 2}}, "q": {}}),
                Some(json!({"p": {"y": {"z": 2}}})),
            ),
            // Lists are replaced as a whole.
            (
                json!({"l": [1, 2]}),
                json!({"l": [1]}),
                Some(json!({"l": [1]})),
            ),
            (json!({"a": {}}), json!({"a": []}), Some(json!({"a": []}))),
        ] {
            assert_eq!(changes(&before, &after), expected, "{before} {after}");
        }
    }
}
