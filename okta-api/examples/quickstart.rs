//! The program of the README: `cargo run -p okta-api --example quickstart`, with the org and
//! its credentials in `okta.yaml` or the environment.

use okta_api::{Client, Field};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    // The org and the credentials come from okta.yaml and the environment.
    let client = Client::from_env()?;

    // A list is a stream: it follows all pages and holds one of them in memory.
    let mut users = client.list_users().search(r#"status eq "ACTIVE""#).stream();
    let mut active = 0;
    while let Some(user) = users.next().await {
        let user = user?;
        let profile = user.profile.as_ref().ok_or("a user without a profile")?;
        let login = profile.login.as_deref().unwrap_or("?");
        let cost_code: Option<String> = profile.get("costCode")?; // a custom attribute
        println!("{login} {} {cost_code:?}", user.status);
        active += 1;
    }
    println!("{active} active users");

    // A change sends what has changed. What is absent stays as it is; Field::Null clears.
    let me = client.get_user("me").send().await?;
    let me = client
        .update_user_with(me.id()?, |user| {
            let profile = user.profile.get_or_insert_default()?;
            profile.nick_name = "Countess".into();
            profile.mobile_phone = Field::Null;
            Ok(())
        })
        .await?;
    println!("changed {} (request {:?})", me.id()?, me.request_id());

    // An error says what was refused and why, and can be matched without strings.
    match client.get_user("nobody@example.com").send().await {
        Ok(user) => println!("{:?}", user.status),
        Err(error) if error.is_not_found() => println!("{error}"),
        Err(error) => return Err(error.into()),
    }
    Ok(())
}
