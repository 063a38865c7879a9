//! One request on its way through a handler.

pub(crate) mod paging;
pub(crate) mod query;
pub(crate) mod reply;

use std::{
    ops::{Deref, DerefMut},
    sync::Arc,
};

use bytes::Bytes;
use chrono::{DateTime, Utc};
use http::{HeaderMap, header, request::Parts};
use serde_json::{Map, Value};

use crate::{
    description::{Description, Operation, resources::Resource, template},
    domain::shapes::{self, Making},
    error::OktaError,
    exchange::{
        paging::{ListMark, PageSize, Window},
        query::Query,
        reply::Answer,
    },
    world::{
        act::Act,
        log::Party,
        state::{APPS, GROUPS, SERVERS, State, USERS, text},
    },
};

/// A request as it came, before anybody looked at what it asks for.
pub(crate) struct Received<'a> {
    pub(crate) parts: &'a Parts,
    pub(crate) query: &'a Query,
    pub(crate) raw: &'a Bytes,
    pub(crate) now: DateTime<Utc>,
    pub(crate) request_id: &'a Arc<str>,
}

impl<'a> Received<'a> {
    /// What the domain needs to know of the request.
    pub(crate) fn act(&self, base: &'a str, state: &'a mut State, actor: Arc<Party>) -> Act<'a> {
        Act {
            state,
            now: self.now,
            base,
            actor,
            request_id: Arc::clone(self.request_id),
            agent: self.agent(),
        }
    }

    /// The client's `User-Agent`, as the System Log shows it.
    fn agent(&self) -> Option<Arc<str>> {
        let agent = self.parts.headers.get(http::header::USER_AGENT)?;
        Some(agent.to_str().ok()?.into())
    }

    /// The request on its way to a handler, once what it asks for is known.
    pub(crate) fn exchange(
        &self,
        act: Act<'a>,
        description: &'a Description,
        (operation, segments): (&'a Operation, Vec<String>),
        body: Value,
    ) -> Exchange<'a> {
        Exchange {
            act,
            description,
            operation,
            names: &operation.template,
            segments,
            query: self.query.clone(),
            headers: &self.parts.headers,
            body,
            raw: self.raw,
        }
    }
}

/// The media type of a request body, without its parameters.
pub(crate) fn content_type(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(header::CONTENT_TYPE)?.to_str().ok()?;
    Some(value.split(';').next().unwrap_or(value).trim())
}

/// Resources that others belong to, wherever their ids are in a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Owner {
    User,
    Group,
    App,
    /// An application, by the id of its client.
    Client,
    AuthorizationServer,
}

impl Owner {
    /// Whose id comes behind this beginning of a path template.
    fn of(collection: &str) -> Option<Self> {
        let (parent, last) = collection.rsplit_once('/')?;
        let of_catalogue = parent.ends_with("/catalog");
        if parent.contains("/identity-sources/") {
            // What a source says of people is no user yet.
            return None;
        }
        match last {
            "users" => Some(Self::User),
            "groups" => Some(Self::Group),
            "apps" if !of_catalogue => Some(Self::App),
            "clients" if parent.ends_with('}') => Some(Self::Client),
            "authorizationServers" => Some(Self::AuthorizationServer),
            // A relation between users is named by a user and its name, and an
            // application of the catalogue by its name.
            _ if parent.ends_with("/linkedObjects") => Some(Self::User),
            _ if parent.ends_with("/catalog/apps") => Some(Self::App),
            _ => None,
        }
    }
}

/// A request that found its operation, with what is needed to answer it.
pub(crate) struct Exchange<'a> {
    /// What the domain needs to know of it; an exchange is used as its act.
    act: Act<'a>,
    pub(crate) description: &'a Description,
    pub(crate) operation: &'a Operation,
    /// The path template by whose names the handler asks for parameters.
    pub(crate) names: &'a str,
    /// The path's decoded segments; ids in it are real ids after [`resolve`](Self::resolve).
    pub(crate) segments: Vec<String>,
    pub(crate) query: Query,
    pub(crate) headers: &'a HeaderMap,
    /// The JSON body; null where there is none.
    pub(crate) body: Value,
    /// The body as it came.
    pub(crate) raw: &'a Bytes,
}

impl<'a> Deref for Exchange<'a> {
    type Target = Act<'a>;

    fn deref(&self) -> &Act<'a> {
        &self.act
    }
}

impl<'a> DerefMut for Exchange<'a> {
    fn deref_mut(&mut self) -> &mut Act<'a> {
        &mut self.act
    }
}

/// Answers a request.
pub(crate) type Handler = fn(&mut Exchange<'_>) -> Answer;

impl<'a> Exchange<'a> {
    /// A path parameter by its name.
    pub(crate) fn param(&self, name: &str) -> &str {
        let mut names = self.names.split('/').skip(1);
        names
            .position(|segment| template::parameter(segment) == Some(name))
            .and_then(|at| self.segments.get(at))
            .map_or("", String::as_str)
    }

    /// The concrete path of the request.
    pub(crate) fn path(&self) -> String {
        self.path_to(self.segments.len())
    }

    /// The first so many segments as a path.
    pub(crate) fn path_to(&self, segments: usize) -> String {
        let mut path = String::new();
        for segment in self.segments.iter().take(segments) {
            path.push('/');
            path.push_str(segment);
        }
        path
    }

    /// The path without its last so many segments.
    pub(crate) fn parent(&self, levels: usize) -> String {
        self.path_to(self.segments.len().saturating_sub(levels))
    }

    /// The kind of resource that lives in the collection that lies so many levels up.
    pub(crate) fn resource(&self, levels: usize) -> Option<&'a Resource> {
        self.description.resource(self.operation.above(levels)?)
    }

    /// Replaces every name in the path by the id it stands for, and refuses the request
    /// when something on the way to its target does not exist. The target itself is its
    /// handler's matter.
    pub(crate) fn resolve(&mut self) -> Result<(), OktaError> {
        let last = self.segments.len().saturating_sub(1);
        let operation = self.operation;
        for at in operation.parameters() {
            let Some(given) = self.segments.get(at).cloned() else {
                continue;
            };
            let depth = self.segments.len() - at;
            let Some(collection) = operation.above(depth) else {
                continue;
            };
            let owner = Owner::of(collection);
            let id = match owner {
                Some(Owner::User) => self
                    .state
                    .user_id(&given)
                    .ok_or_else(|| OktaError::not_found(&given, "User"))?,
                Some(Owner::Group) => self.existing(GROUPS, given, "UserGroup")?,
                Some(Owner::App) => self.existing(APPS, given, "AppInstance")?,
                Some(Owner::Client) => self.existing_client(given)?,
                Some(Owner::AuthorizationServer) if given == "default" => {
                    self.state.landmarks.authorization_server.clone()
                }
                Some(Owner::AuthorizationServer) => {
                    self.existing(SERVERS, given, "AuthorizationServer")?
                }
                None => match self.resource(depth) {
                    Some(resource) => {
                        let collection = self.path_to(at);
                        let given = self.meant(&collection, given, resource);
                        if at < last && !resource.unasked {
                            self.existing(&collection, given, &resource.kind)?
                        } else {
                            given
                        }
                    }
                    None => given,
                },
            };
            if owner == Some(Owner::User) && at < last {
                self.state.furnish(&id);
            }
            if let Some(segment) = self.segments.get_mut(at) {
                *segment = id;
            }
        }
        Ok(())
    }

    /// The id of the application that is meant by a client id.
    fn existing_client(&self, id: String) -> Result<String, OktaError> {
        if self.state.store.contains(APPS, &id) {
            return Ok(id);
        }
        let named = self
            .state
            .store
            .values(APPS)
            .find(|app| app["credentials"]["oauthClient"]["client_id"] == id.as_str());
        match named {
            Some(app) => Ok(text(&app, "id").to_owned()),
            None => Err(OktaError::not_found(&id, "PublicClientApp")),
        }
    }

    /// The id of the member that is meant, where another property, or what it was called
    /// before, may stand for it.
    fn meant(&self, collection: &str, given: String, resource: &Resource) -> String {
        let store = &self.state.store;
        let once = resource.former.iter().find(|(former, _)| *former == given);
        if let Some((_, today)) = once {
            return (*today).to_owned();
        }
        let Some(alias) = resource
            .alias
            .filter(|_| !store.contains(collection, &given))
        else {
            return given;
        };
        let named = store.having(collection, alias, &given).next();
        named.map_or(given, |named| text(&named, "id").to_owned())
    }

    fn existing(&self, collection: &str, id: String, kind: &str) -> Result<String, OktaError> {
        if self.state.store.contains(collection, &id) {
            Ok(id)
        } else {
            Err(OktaError::not_found(&id, kind))
        }
    }

    /// Adds what a kind has besides what it was given.
    pub(crate) fn complete(&self, resource: Option<&Resource>, value: &mut Map<String, Value>) {
        let making = Making {
            by: &self.actor.id,
            landmarks: &self.state.landmarks,
        };
        shapes::complete(resource, value, making);
    }

    /// What the request asks of a list.
    pub(crate) fn window(&self) -> Result<Window, OktaError> {
        // In another order it is another list.
        let order = ["sortBy", "sortOrder"].map(|name| self.query.get(name).unwrap_or_default());
        let list = ListMark::of(&format!("{}?{}", self.path(), order.join("&")));
        let sorted = self.query.get("sortBy").is_some();
        let sizes = PageSize::of(self.operation, &self.query);
        Window::of(list, &self.query, sizes, |id| {
            self.sequence(id).filter(|_| !sorted)
        })
    }

    /// The sequence number of a member of the list that the request reads. Lists of users,
    /// groups and applications below others are in the order of all of them. Okta writes a
    /// digit before the ids of users.
    fn sequence(&self, id: &str) -> Option<u64> {
        let own = self.path();
        let all = match self.segments.last().map(String::as_str) {
            Some("users") => USERS,
            Some("groups") => GROUPS,
            Some("apps") => APPS,
            _ => &own,
        };
        let members = self.state.store.collection(all)?;
        members.sequence(id).or_else(|| {
            let bare = id.strip_prefix(|first: char| first.is_ascii_digit())?;
            members.sequence(bare).filter(|_| all == USERS)
        })
    }

    /// The body as an object, or Okta's complaint.
    pub(crate) fn object(&self) -> Result<&Map<String, Value>, OktaError> {
        self.body.as_object().ok_or_else(OktaError::not_well_formed)
    }
}
