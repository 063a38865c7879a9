//! Changes a resource: reads it, changes it, and sends what Okta takes.

use okta_core::codegen::{Changed, Takes, update};

use crate::{
    Client, Error, Response,
    types::{AppUser, Application, Group, GroupRule, Policy, PolicyRule, User},
};

/// # Changing a resource
///
/// Each of these methods reads a resource, lets `change` change it, and sends what Okta takes.
/// For users and app users that is only what has changed. For the others it is the whole
/// resource without the properties that only Okta sets. When nothing has changed, nothing is
/// sent.
///
/// A property that `change` makes absent stays as it is, and
/// [`Field::Null`](crate::Field::Null) clears it, for every resource. `change` may return an
/// error, so that `?` works in it; then nothing is sent.
///
/// Where Okta gives the resource an ETag, as it does for users, the change applies to the
/// version that was read (`If-Match`). If somebody else has changed it in the meantime, the
/// resource is read again and `change` is called again, up to five times in all. After that,
/// the error [says so](Error::is_precondition_failed). Without an ETag, the last writer wins.
/// [says so](Error::is_precondition_failed). Elsewhere the last writer wins.
impl Client {
    /// Changes a user. [Changing a resource](Self#changing-a-resource) says what is sent.
    ///
    /// See [Okta's partial update of a user](https://developer.okta.com/docs/api/openapi/okta-management/management/tag/User/#tag/User/operation/updateUser).
    ///
    /// ```no_run
    /// # async fn example(client: okta_api::Client) -> Result<(), okta_api::Error> {
    /// use okta_api::Field;
    ///
    /// client
    ///     .update_user_with("ada@example.com", |user| {
    ///         let profile = user.profile.get_or_insert_default()?;
    ///         profile.nick_name = "Ada".into();
    ///         profile.mobile_phone = Field::Null; // clear it
    ///         profile.set("costCode", 7)?; // a custom attribute
    ///         Ok(())
    ///     })
    ///     .await?;
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    ///
    /// Returns the error of the read, of `change` or of the write.
    pub async fn update_user_with<R: Changed>(
        &self,
        user_id: impl Into<String>,
        change: impl FnMut(&mut User) -> R + Send,
    ) -> Result<Response<User>, Error> {
        let user_id = user_id.into();
        let write = self.update_user(&user_id, User::default());
        update(self.get_user(user_id).0, write.0, Takes::Changes, change).await
    }

    /// Changes a group: its name, its description or a custom attribute. [Changing a
    /// resource](Self#changing-a-resource) says what is sent.
    ///
    /// # Errors
    ///
    /// Returns the error of the read, of `change` or of the write.
    pub async fn update_group_with<R: Changed>(
        &self,
        group_id: impl Into<String>,
        change: impl FnMut(&mut Group) -> R + Send,
    ) -> Result<Response<Group>, Error> {
        let group_id = group_id.into();
        let write = self.replace_group(&group_id, Group::default());
        update(self.get_group(group_id).0, write.0, Takes::Whole, change).await
    }

    /// Changes a group rule, which must be inactive. [Changing a
    /// resource](Self#changing-a-resource) says what is sent.
    ///
    /// # Errors
    ///
    /// Returns the error of the read, of `change` or of the write.
    pub async fn update_group_rule_with<R: Changed>(
        &self,
        rule_id: impl Into<String>,
        change: impl FnMut(&mut GroupRule) -> R + Send,
    ) -> Result<Response<GroupRule>, Error> {
        let rule_id = rule_id.into();
        let write = self.replace_group_rule(&rule_id, GroupRule::default());
        update(
            self.get_group_rule(rule_id).0,
            write.0,
            Takes::Whole,
            change,
        )
        .await
    }

    /// Changes an application. [Changing a resource](Self#changing-a-resource) says what is
    /// sent.
    ///
    /// # Errors
    ///
    /// Returns the error of the read, of `change` or of the write.
    pub async fn update_application_with<R: Changed>(
        &self,
        app_id: impl Into<String>,
        change: impl FnMut(&mut Application) -> R + Send,
    ) -> Result<Response<Application>, Error> {
        let app_id = app_id.into();
        let write = self.replace_application(&app_id, Application::default());
        update(
            self.get_application(app_id).0,
            write.0,
            Takes::Whole,
            change,
        )
        .await
    }

    /// Changes a user's profile or credentials in an application. [Changing a
    /// resource](Self#changing-a-resource) says what is sent.
    ///
    /// # Errors
    ///
    /// Returns the error of the read, of `change` or of the write.
    pub async fn update_application_user_with<R: Changed>(
        &self,
        app_id: impl Into<String>,
        user_id: impl Into<String>,
        change: impl FnMut(&mut AppUser) -> R + Send,
    ) -> Result<Response<AppUser>, Error> {
        let (app_id, user_id) = (app_id.into(), user_id.into());
        let write = self.update_application_user(&app_id, &user_id, AppUser::default());
        let read = self.get_application_user(app_id, user_id);
        update(read.0, write.0, Takes::Changes, change).await
    }

    /// Changes a policy. [Changing a resource](Self#changing-a-resource) says what is sent.
    ///
    /// # Errors
    ///
    /// Returns the error of the read, of `change` or of the write.
    pub async fn update_policy_with<R: Changed>(
        &self,
        policy_id: impl Into<String>,
        change: impl FnMut(&mut Policy) -> R + Send,
    ) -> Result<Response<Policy>, Error> {
        let policy_id = policy_id.into();
        let write = self.replace_policy(&policy_id, Policy::default());
        update(self.get_policy(policy_id).0, write.0, Takes::Whole, change).await
    }

    /// Changes a rule of a policy. [Changing a resource](Self#changing-a-resource) says what is
    /// sent.
    ///
    /// # Errors
    ///
    /// Returns the error of the read, of `change` or of the write.
    pub async fn update_policy_rule_with<R: Changed>(
        &self,
        policy_id: impl Into<String>,
        rule_id: impl Into<String>,
        change: impl FnMut(&mut PolicyRule) -> R + Send,
    ) -> Result<Response<PolicyRule>, Error> {
        let (policy_id, rule_id) = (policy_id.into(), rule_id.into());
        let write = self.replace_policy_rule(&policy_id, &rule_id, PolicyRule::default());
        let read = self.get_policy_rule(policy_id, rule_id);
        update(read.0, write.0, Takes::Whole, change).await
    }
}
