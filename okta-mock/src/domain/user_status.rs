//! The states of a user and the ways between them.

use crate::error::OktaError;

/// What a lifecycle operation does to a user.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    /// With whether the user has a password.
    Activate {
        password: bool,
    },
    Reactivate,
    Deactivate,
    Suspend,
    Unsuspend,
    Unlock,
    ExpirePassword,
    ResetPassword,
    ForgotPassword,
    ChangePassword,
    /// Too many failed sign-ins.
    Lock,
}

/// The status after a step, or Okta's refusal.
/// <https://developer.okta.com/docs/concepts/user-accounts/>
pub(crate) fn next(status: &str, step: Step) -> Result<&'static str, OktaError> {
    match (step, status) {
        (Step::Activate { password }, "STAGED" | "DEPROVISIONED") => {
            Ok(if password { "ACTIVE" } else { "PROVISIONED" })
        }
        (Step::Activate { .. }, _) => Err(OktaError::already_active()),
        (Step::Reactivate, "PROVISIONED") => Ok("PROVISIONED"),
        (Step::Deactivate, status) if status != "DEPROVISIONED" => Ok("DEPROVISIONED"),
        (Step::Suspend, "ACTIVE") => Ok("SUSPENDED"),
        (Step::Suspend, _) => Err(OktaError::validation(
            "Cannot suspend a user that is not active",
            Vec::<String>::new(),
        )),
        (Step::Unsuspend, "SUSPENDED") => Ok("ACTIVE"),
        (Step::Unsuspend, _) => Err(OktaError::validation(
            "Cannot unsuspend a user that is not suspended",
            Vec::<String>::new(),
        )),
        (Step::Unlock, "LOCKED_OUT") => Ok("ACTIVE"),
        (Step::Unlock, _) => Err(OktaError::unlock_not_allowed()),
        (Step::ExpirePassword, "ACTIVE" | "PASSWORD_EXPIRED" | "LOCKED_OUT" | "RECOVERY") => {
            Ok("PASSWORD_EXPIRED")
        }
        (Step::ResetPassword, "ACTIVE" | "PASSWORD_EXPIRED" | "LOCKED_OUT" | "RECOVERY") => {
            Ok("RECOVERY")
        }
        (Step::ResetPassword, "PROVISIONED") => Ok("PROVISIONED"),
        (Step::ForgotPassword, "ACTIVE" | "PASSWORD_EXPIRED" | "RECOVERY") => Ok("RECOVERY"),
        (Step::ForgotPassword, _) => Err(OktaError::forgot_password_not_allowed()),
        (Step::ChangePassword, "ACTIVE" | "PASSWORD_EXPIRED" | "RECOVERY") => Ok("ACTIVE"),
        (Step::ChangePassword, "STAGED") => Ok("STAGED"),
        (Step::ChangePassword, "PROVISIONED") => Ok("ACTIVE"),
        (Step::ChangePassword, _) => Err(OktaError::change_password_not_allowed()),
        (Step::Lock, "ACTIVE" | "PASSWORD_EXPIRED" | "RECOVERY") => Ok("LOCKED_OUT"),
        _ => Err(OktaError::wrong_status()),
    }
}

/// The status of a new user.
pub(crate) fn initial(activate: bool, credentials: bool, next_login: Option<&str>) -> &'static str {
    match (activate, credentials, next_login) {
        (false, ..) => "STAGED",
        (true, false, _) => "PROVISIONED",
        (true, true, Some("changePassword")) => "PASSWORD_EXPIRED",
        (true, true, _) => "ACTIVE",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [&str; 8] = [
        "STAGED",
        "PROVISIONED",
        "ACTIVE",
        "RECOVERY",
        "LOCKED_OUT",
        "PASSWORD_EXPIRED",
        "SUSPENDED",
        "DEPROVISIONED",
    ];

    #[test]
    fn every_step_from_every_status() {
        // One row for each step: the status after it, or the code of the refusal, in the
        // order of `ALL`.
        let table = [
            (
                Step::Activate { password: true },
                "ACTIVE E0000016 E0000016 E0000016 E0000016 E0000016 E0000016 ACTIVE",
            ),
            (
                Step::Activate { password: false },
                "PROVISIONED E0000016 E0000016 E0000016 E0000016 E0000016 E0000016 PROVISIONED",
            ),
            (
                Step::Reactivate,
                "E0000038 PROVISIONED E0000038 E0000038 E0000038 E0000038 E0000038 E0000038",
            ),
            (
                Step::Deactivate,
                "DEPROVISIONED DEPROVISIONED DEPROVISIONED DEPROVISIONED DEPROVISIONED \
                 DEPROVISIONED DEPROVISIONED E0000038",
            ),
            (
                Step::Suspend,
                "E0000001 E0000001 SUSPENDED E0000001 E0000001 E0000001 E0000001 E0000001",
            ),
            (
                Step::Unsuspend,
                "E0000001 E0000001 E0000001 E0000001 E0000001 E0000001 ACTIVE E0000001",
            ),
            (
                Step::Unlock,
                "E0000032 E0000032 E0000032 E0000032 ACTIVE E0000032 E0000032 E0000032",
            ),
            (
                Step::ExpirePassword,
                "E0000038 E0000038 PASSWORD_EXPIRED PASSWORD_EXPIRED PASSWORD_EXPIRED \
                 PASSWORD_EXPIRED E0000038 E0000038",
            ),
            (
                Step::ResetPassword,
                "E0000038 PROVISIONED RECOVERY RECOVERY RECOVERY RECOVERY E0000038 E0000038",
            ),
            (
                Step::ForgotPassword,
                "E0000034 E0000034 RECOVERY RECOVERY E0000034 RECOVERY E0000034 E0000034",
            ),
            (
                Step::ChangePassword,
                "STAGED ACTIVE ACTIVE ACTIVE E0000035 ACTIVE E0000035 E0000035",
            ),
            (
                Step::Lock,
                "E0000038 E0000038 LOCKED_OUT LOCKED_OUT E0000038 LOCKED_OUT E0000038 E0000038",
            ),
        ];
        for (step, expected) in table {
            let found: Vec<&str> = ALL
                .iter()
                .map(|status| next(status, step).unwrap_or_else(|error| error.code))
                .collect();
            let expected: Vec<&str> = expected.split_whitespace().collect();
            assert_eq!(found, expected, "{step:?}");
        }
    }

    #[test]
    fn new_users() {
        assert_eq!(initial(false, true, None), "STAGED");
        assert_eq!(initial(true, false, None), "PROVISIONED");
        assert_eq!(initial(true, true, None), "ACTIVE");
        assert_eq!(
            initial(true, true, Some("changePassword")),
            "PASSWORD_EXPIRED"
        );
    }
}
