//! Sessions of users.

use crate::world::{
    act::Act,
    state::{SESSIONS, text},
};

/// Ends all sessions of a user.
pub(crate) fn end_all(act: &mut Act<'_>, user: &str) {
    let ended: Vec<String> = act
        .state
        .store
        .values(SESSIONS)
        .filter(|session| text(session, "userId") == user)
        .map(|session| text(&session, "id").to_owned())
        .collect();
    for session in &ended {
        act.state.store.remove(SESSIONS, session);
    }
    act.state.session_tokens.retain(|_, owner| owner != user);
}
