//! A backup, and what is different from it.

use okta_api::{
    serde_json::Value,
    types::{Group, GroupProfile},
};

use crate::programs::{all, example, on, org, run_well, scratch};

#[tokio::test]
async fn a_backup_tells_what_has_changed() {
    let (org, folder) = (org().await, scratch("backup"));
    let client = org.client();
    let before = folder.join("before");
    let before = before.to_str().unwrap();
    let text = run_well(on(&org, "org_backup", &["save", before])).await;
    assert!(text.contains("resources saved in"), "{text}");
    let group = all(&client, "/api/v1/groups?q=Engineering").await[0].clone();
    let id = group["id"].as_str().unwrap();
    let saved = std::fs::read(format!("{before}/groups/{id}.json")).unwrap();
    assert_eq!(serde_json::from_slice::<Value>(&saved).unwrap(), group);
    let same = run_well(on(&org, "org_backup", &["diff", before])).await;
    assert!(same.ends_with("0 differences\n"), "{same}");

    client
        .update_group_with(id, |group| {
            group.profile.get_or_insert_default()?.description = "Changed".into();
            Ok(())
        })
        .await
        .unwrap();
    let profile = GroupProfile {
        name: "New".into(),
        ..Default::default()
    };
    let new = Group {
        profile: profile.into(),
        ..Default::default()
    };
    let new = client.add_group(new).send().await.unwrap();
    let expected = format!(
        "~ groups/{id}.json /profile/description\n+ groups/{}.json\n2 differences\n",
        new.id().unwrap()
    );
    let text = run_well(on(&org, "org_backup", &["diff", before])).await;
    assert_eq!(text, expected);
    let after = folder.join("after");
    let after = after.to_str().unwrap();
    run_well(on(&org, "org_backup", &["save", after])).await;
    let mut folders = example("org_backup");
    folders.args(["diff", before, after]);
    assert_eq!(run_well(folders).await, expected);
    std::fs::remove_dir_all(folder).unwrap();
}
