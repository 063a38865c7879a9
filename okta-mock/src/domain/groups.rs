//! Groups and who belongs to them.

use serde_json::Value;

use crate::{
    error::OktaError,
    world::{
        act::Act,
        log::Party,
        state::{GROUPS, USERS, text, user_party},
    },
};

pub(crate) fn party(group: &Value) -> Party {
    Party {
        id: text(group, "id").to_owned(),
        kind: "UserGroup".into(),
        alternate_id: "unknown".to_owned(),
        display_name: text(&group["profile"], "name").to_owned(),
    }
}

pub(crate) fn stored(act: &Act<'_>, id: &str) -> Result<Value, OktaError> {
    act.state
        .store
        .get(GROUPS, id)
        .map(std::borrow::Cow::into_owned)
        .ok_or_else(|| OktaError::not_found(id, "UserGroup"))
}

/// Only the org's own groups can be changed through the API: the ones that Okta or an
/// application made are theirs.
pub(crate) fn own(group: &Value) -> Result<(), OktaError> {
    if text(group, "type") == "OKTA_GROUP" {
        Ok(())
    } else {
        Err(OktaError::unsupported_operation())
    }
}

/// Refuses to change who belongs to a group that is not the org's own.
pub(crate) fn can_change_members(act: &Act<'_>, id: &str) -> Result<(), OktaError> {
    own(&stored(act, id)?)
}

/// Makes a user a member.
pub(crate) fn join(act: &mut Act<'_>, group: &str, user: &str) -> Result<(), OktaError> {
    set_member(act, group, user, true)
}

/// Ends a membership.
pub(crate) fn leave(act: &mut Act<'_>, group: &str, user: &str) -> Result<(), OktaError> {
    set_member(act, group, user, false)
}

fn set_member(act: &mut Act<'_>, group: &str, user: &str, member: bool) -> Result<(), OktaError> {
    let sequence = |path, id: &str| {
        act.state
            .store
            .collection(path)
            .and_then(|collection| collection.sequence(id))
    };
    let (Some(left), Some(right)) = (sequence(GROUPS, group), sequence(USERS, user)) else {
        return Err(OktaError::not_found(group, "UserGroup"));
    };
    let changed = if member {
        act.state.members.insert(left, right)
    } else {
        act.state.members.remove(left, right)
    };
    if !changed {
        return Ok(());
    }
    let now = act.time();
    let targets = vec![user_party(&act.user(user)?), party(&stored(act, group)?)];
    if let Some(group) = act.state.store.get_mut(GROUPS, group) {
        group["lastMembershipUpdated"] = now;
    }
    if member {
        act.log(
            "group.user_membership.add",
            "Add user to group membership",
            targets,
        );
    } else {
        act.log(
            "group.user_membership.remove",
            "Remove user from group membership",
            targets,
        );
    }
    Ok(())
}
