//! A call without a required argument does not compile. The first example is each call as
//! it must be; the others differ from it in the one argument that is missing.

/// ```
/// use okta_api::{Client, types::Group};
///
/// fn calls(client: &Client, group: Group) {
///     let _ = client.get_group("00g1");
///     let _ = client.add_group(group.clone());
///     let _ = client.replace_group("00g1", group);
///     let _ = client.assign_user_to_group("00g1", "00u1");
/// }
/// ```
///
/// A path parameter:
///
/// ```compile_fail,E0061
/// use okta_api::{Client, types::Group};
///
/// fn calls(client: &Client) {
///     let _ = client.get_group();
/// }
/// ```
///
/// A body:
///
/// ```compile_fail,E0061
/// use okta_api::{Client, types::Group};
///
/// fn calls(client: &Client) {
///     let _ = client.add_group();
/// }
/// ```
///
/// A body beside a path parameter:
///
/// ```compile_fail,E0061
/// use okta_api::{Client, types::Group};
///
/// fn calls(client: &Client, group: Group) {
///     let _ = client.replace_group("00g1");
/// }
/// ```
///
/// One of two path parameters:
///
/// ```compile_fail,E0061
/// use okta_api::{Client, types::Group};
///
/// fn calls(client: &Client) {
///     let _ = client.assign_user_to_group("00g1");
/// }
/// ```
pub struct RequiredArguments;
