//! The programs of the README are these, letter by letter.

use crate::programs::{example, get, org, run_well};

const README: &str = include_str!("../../../README.md");

#[tokio::test]
async fn lists_the_users_of_an_org() -> Result<(), Box<dyn std::error::Error>> {
    let org = okta_mock::Org::builder().users(100).start().await?;
    let client = org.client();
    let users = client.list_users().limit(10).send().await?;
    assert_eq!(users.len(), 10);
    assert_eq!(org.journal().of("listUsers").len(), 1); // what the org was asked
    Ok(())
}

#[tokio::test]
async fn the_first_program_runs() {
    let org = org().await;
    let mut command = example("quickstart");
    command.envs(org.environment());
    let text = run_well(command).await;
    for line in [
        "215 active users",
        "changed 00u",
        "getUser: 404 Not Found, E0000007",
    ] {
        assert!(text.contains(line), "{line}:\n{text}");
    }
    let me = get(&org.client(), "/api/v1/users/me").await;
    assert_eq!(me["profile"]["nickName"], "Countess");
}

#[test]
fn the_readme_has_these_programs() {
    let quickstart = include_str!("../../examples/quickstart.rs");
    let program = &quickstart[quickstart.find("use okta_api").unwrap()..];
    let own = include_str!("readme.rs");
    let test = &own[own.find("#[tokio::test]").unwrap()..];
    let test = &test[..test.find("\n}\n").unwrap() + 3];
    // Blocks of a list are indented.
    let readme: String = README
        .lines()
        .map(|line| format!("{}\n", line.strip_prefix("   ").unwrap_or(line)))
        .collect();
    assert!(
        readme.contains(program),
        "README.md and quickstart.rs differ"
    );
    assert!(
        README.contains(test),
        "README.md and tests/examples/readme.rs differ"
    );
}
