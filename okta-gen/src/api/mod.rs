//! What is generated, before it is written down: types and operations.
//!
//! progenitor decides the names and the Rust types; the description adds what people
//! and the wire need (documentation, names in JSON, scopes, discriminators).

mod boxes;
mod build;
mod docs;
mod extract;
mod lifecycle;
mod names;
pub mod operations;
pub mod pages;
mod polymorphic;
mod scopes;
mod secrets;
mod types;
mod uses;

use std::collections::BTreeMap;

pub use build::build;
pub use lifecycle::{Lifecycle, Stage, Tokens};

/// Everything that is generated.
pub struct Api {
    pub types: Vec<Type>,
    pub operations: Vec<Operation>,
    /// What the resources are, by their tags; one that nobody has described is missing.
    pub resources: BTreeMap<String, String>,
}

impl Api {
    /// A heading for the resource of an operation: its name and what it is.
    pub fn heading(&self, operation: &Operation) -> Option<String> {
        let text = self.resources.get(&operation.tag)?;
        Some(format!("**{}.** {text}", operation.tag))
    }

    /// How many types there are; other names of one do not count.
    pub fn count_types(&self) -> usize {
        let types = self.types.iter();
        types
            .filter(|ty| !matches!(ty.kind, Kind::Alias(_)))
            .count()
    }

    /// The types by the file that they go to.
    pub fn types_by_group(&self) -> BTreeMap<&str, Vec<&Type>> {
        let mut groups: BTreeMap<&str, Vec<&Type>> = BTreeMap::new();
        for ty in &self.types {
            groups.entry(&ty.group).or_default().push(ty);
        }
        groups
    }

    /// The operations by the file that they go to.
    pub fn operations_by_group(&self) -> BTreeMap<&str, Vec<&Operation>> {
        let mut groups: BTreeMap<&str, Vec<&Operation>> = BTreeMap::new();
        for operation in &self.operations {
            groups.entry(&operation.group).or_default().push(operation);
        }
        groups
    }
}

/// A Rust type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ty {
    Unit,
    Text,
    Bool,
    Integer,
    Float,
    DateTime,
    Json,
    Links,
    List(Box<Ty>),
    Map(Box<Ty>),
    Boxed(Box<Ty>),
    Named(String),
}

/// A generated type.
pub struct Type {
    pub name: String,
    /// The module that holds it, after the resource that Okta files it under.
    pub group: String,
    pub doc: Vec<String>,
    pub kind: Kind,
}

pub enum Kind {
    Object(Object),
    Enum(Vec<Variant>),
    Polymorphic(Polymorphic),
    Alias(Ty),
}

#[derive(Clone)]
pub struct Object {
    pub fields: Vec<Field>,
    /// Fields that carry a discriminator, with the value that means this type.
    pub discriminators: Vec<(syn::Ident, String)>,
    /// Whether orgs add properties of their own.
    pub extensible: bool,
}

#[derive(Clone)]
pub struct Field {
    pub ident: syn::Ident,
    pub wire: String,
    pub ty: Ty,
    pub doc: Vec<String>,
    /// Whether the value must never be shown.
    pub secret: bool,
    /// Whether only Okta sets it, so that it is not sent back.
    pub read_only: bool,
}

impl Field {
    /// Whether it tells one resource from another.
    pub fn identifies(&self) -> bool {
        self.ty == Ty::Text && matches!(self.wire.as_str(), "id" | "uuid")
    }
}

pub struct Variant {
    pub ident: syn::Ident,
    pub wire: String,
    /// What the value means; empty where nobody says.
    pub meaning: String,
}

pub struct Polymorphic {
    /// The properties that tell the type.
    pub discriminators: Vec<String>,
    /// What all types have in common.
    pub common: Object,
    /// The name of the base as a type of its own.
    pub base_name: String,
    pub choices: Vec<Choice>,
}

/// One type of a polymorphic resource.
pub struct Choice {
    pub variant: syn::Ident,
    pub type_name: String,
    /// What the description says of that type, in a line; empty where it is silent.
    pub summary: String,
    /// The combinations of discriminators that mean it; one that is `None` can be anything.
    pub values: Vec<Vec<Option<String>>>,
}

/// A generated operation.
pub struct Operation {
    pub id: String,
    /// What people call it: the search of the documentation finds it by these words.
    pub aliases: Vec<String>,
    /// The operationId in the release that the names of today replace.
    pub former_id: Option<String>,
    /// The method on the client; the statics and the call are named after it.
    pub name: syn::Ident,
    pub group: String,
    pub tag: String,
    pub method: String,
    /// Without the fragment that tells variants apart.
    pub path: String,
    pub summary: String,
    pub description: String,
    pub parameters: Vec<Parameter>,
    pub body: Option<Body>,
    pub response: Answer,
    /// The content type to ask for, where it is not plain JSON.
    pub accept: Option<String>,
    pub pages: bool,
    /// The list in the answer, where that is an object around one.
    pub envelope: Option<Envelope>,
    pub destructive: bool,
    /// Whether doing it twice is not the same as doing it once, whatever its method says.
    pub once: bool,
    /// Whether its list never ends by itself.
    pub endless: bool,
    /// The event types that it writes to the System Log, as far as they are known.
    pub events: Vec<String>,
    /// What it does to an org, as the normalising pass `classes` has decided.
    pub class: String,
    /// All of them are needed.
    pub scopes: Vec<String>,
    pub lifecycle: Lifecycle,
    pub tokens: Tokens,
}

/// An object around a list: the property that holds the list, and the type of its elements.
pub struct Envelope {
    pub property: String,
    pub item: Ty,
}

pub struct Parameter {
    pub ident: syn::Ident,
    pub wire: String,
    pub location: Location,
    pub required: bool,
    pub ty: Ty,
    /// Whether a list repeats the name for each value; otherwise commas separate them.
    pub explode: bool,
    pub description: String,
    /// The JSON type, for the catalogue.
    pub kind: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Location {
    Path,
    Query,
    Header,
}

pub struct Body {
    pub content_type: String,
    pub required: bool,
    pub kind: BodyKind,
}

pub enum BodyKind {
    Json(Ty),
    Form(Ty),
    Bytes,
    Text,
    File { field: String },
}

pub enum Answer {
    /// Nothing is described.
    Nothing,
    Json(Ty),
    /// As it comes, of this content type.
    Text(String),
}

/// A name, with an underscore behind it where the generated code needs the plain one.
fn apart_from(taken: &[&str], ident: &syn::Ident) -> syn::Ident {
    match taken.iter().any(|name| ident == name) {
        true => quote::format_ident!("{ident}_"),
        false => ident.clone(),
    }
}

/// Lines of documentation out of a description, without what Markdown or rustdoc would
/// take for something else.
///
/// Code without a language would be a test in Rust.
pub fn doc_lines(text: &str) -> Vec<String> {
    let mut is_code = false;
    let line = |line: &str| {
        let words = line.trim();
        let is_fence = words.strip_prefix("```");
        match is_fence.filter(|rest| !rest.contains('`')) {
            Some(language) => {
                is_code = !is_code;
                let language = match (is_code, language) {
                    (true, "") => "text",
                    (_, language) => language,
                };
                format!("```{language}")
            }
            None if is_code => line.trim_end().to_owned(),
            None => words.to_owned(),
        }
    };
    text.trim().lines().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_of_a_description_is_no_test() {
        let text =
            "  Such as:\n  ```\n  {\n    \"a\": 1\n  }\n```\n```json\n1\n```\n   or ```b```.";
        assert_eq!(
            doc_lines(text),
            [
                "Such as:",
                "```text",
                "  {",
                "    \"a\": 1",
                "  }",
                "```",
                "```json",
                "1",
                "```",
                "or ```b```."
            ]
        );
    }
}
