//! A payload made from a schema.

use serde_json::{Map, Value, json};

use super::{Resolved, Schemas, discriminator, is, plausible, type_of};
use crate::data::{Person, Rng};

/// A text is made no longer than this, whatever its schema asks for.
const LONGEST: usize = 1000;

/// Objects within objects. Beyond this, optional things are left out.
const MAX_DEPTH: usize = 8;

/// Who writes the payload.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    /// Okta: what can only be written is not there.
    Response,
    /// A client: what can only be read is not there.
    Request,
}

impl Schemas {
    /// A response that fits the schema: every property has a value that looks like one,
    /// the same for the same generator.
    pub(crate) fn sample(&self, schema: &Value, rng: &mut Rng) -> Value {
        let root = self.root(schema);
        self.sampler(Side::Response, rng).resolved(root, "", "")
    }

    /// A request body that fits the schema: without what only Okta sets.
    pub(crate) fn sample_body(&self, schema: &Value, rng: &mut Rng) -> Value {
        let root = self.root(schema);
        self.sampler(Side::Request, rng).resolved(root, "", "")
    }

    fn sampler<'s>(&'s self, side: Side, rng: &'s mut Rng) -> Sampler<'s> {
        Sampler {
            schemas: self,
            side,
            person: plausible::person(rng),
            rng,
            inside: Vec::new(),
        }
    }
}

struct Sampler<'s> {
    schemas: &'s Schemas,
    side: Side,
    person: Person,
    rng: &'s mut Rng,
    /// The objects that are being made, by the component's name: one that holds itself
    /// is made once.
    inside: Vec<Option<&'s str>>,
}

impl<'s> Sampler<'s> {
    /// A value for the property `name` of the schema `owner`.
    fn value(&mut self, schema: &'s Value, owner: &str, name: &str) -> Value {
        self.resolved(self.schemas.resolve(schema), owner, name)
    }

    fn resolved(&mut self, resolved: Resolved<'s>, owner: &str, name: &str) -> Value {
        match discriminator(resolved.schema) {
            Some((property, mapping)) => self.variant(resolved, property, mapping, owner, name),
            None => self.plain(resolved, owner, name),
        }
    }

    /// One of the types that a polymorphic base stands for.
    fn variant(
        &mut self,
        base: Resolved<'s>,
        property: &str,
        mapping: &'s Map<String, Value>,
        owner: &str,
        name: &str,
    ) -> Value {
        let turn = self.rng.below(mapping.len() as u64);
        let chosen = usize::try_from(turn)
            .ok()
            .and_then(|turn| mapping.iter().nth(turn));
        let child = chosen
            .and_then(|(value, reference)| Some((value, self.schemas.referenced(reference)?)))
            // A mapping to the base itself would never end.
            .filter(|(_, child)| !std::ptr::eq(child.schema, base.schema));
        let Some((value, child)) = child else {
            return self.plain(base, owner, name);
        };
        let mut sample = self.resolved(child, owner, name);
        if let Value::Object(properties) = &mut sample {
            properties.insert(property.to_owned(), json!(value));
        }
        sample
    }

    fn plain(&mut self, resolved: Resolved<'s>, owner: &str, name: &str) -> Value {
        let schema = resolved.schema;
        if let Some(values) = schema.get("enum").and_then(Value::as_array) {
            let usual = values.iter().find(|value| *value == "ACTIVE");
            return usual.or(values.first()).cloned().unwrap_or_default();
        }
        let owner = resolved.name.unwrap_or(owner);
        let either = ["oneOf", "anyOf"]
            .iter()
            .find_map(|any| schema[*any].get(0));
        if let Some(first) = either.filter(|_| type_of(schema).is_none())
            && self.inside.len() < MAX_DEPTH
        {
            self.inside.push(resolved.name);
            let made = self.value(first, owner, name);
            self.inside.pop();
            return made;
        }
        match type_of(schema) {
            Some("object") => self.object(resolved, owner, name),
            Some("array") => self.array(schema, owner, name),
            Some("boolean") => default_of(schema).unwrap_or_else(|| json!(self.rng.one_in(2))),
            Some("integer") => default_of(schema).unwrap_or_else(|| {
                let number = plausible::integer(name, self.rng);
                json!(bounded(schema, number))
            }),
            Some("number") => default_of(schema).unwrap_or_else(|| {
                json!(f64::from(u32::try_from(self.rng.below(900)).unwrap_or_default()) / 10.0)
            }),
            // Something without a type is most often a text.
            _ => {
                let format = schema.get("format").and_then(Value::as_str);
                let text = plausible::text(owner, name, format, &self.person, self.rng);
                json!(formed(schema, text))
            }
        }
    }

    fn object(&mut self, resolved: Resolved<'s>, owner: &str, name: &str) -> Value {
        if name == "_links" {
            return plausible::links(owner);
        }
        // Okta shows that there is a password, and nothing of it.
        if name == "password" && self.side == Side::Response {
            return json!({});
        }
        self.inside.push(resolved.name);
        let mut sample = Map::new();
        let properties = resolved.schema.get("properties").and_then(Value::as_object);
        for (name, property) in properties.into_iter().flatten() {
            if self.has(property, name) {
                sample.insert(name.clone(), self.value(property, owner, name));
            }
        }
        // A map of a known type shows one entry; one of anything shows none.
        if properties.is_none_or(Map::is_empty)
            && let Some(values) = resolved.schema.get("additionalProperties")
            && matches!(type_of(self.schemas.resolve(values).schema), Some(kind) if kind != "object")
        {
            sample.insert("default".to_owned(), self.value(values, owner, "default"));
        }
        self.inside.pop();
        Value::Object(sample)
    }

    fn array(&mut self, schema: &'s Value, owner: &str, name: &str) -> Value {
        let singular = match name.strip_suffix('s') {
            Some(singular) if !singular.ends_with('s') => singular,
            _ => name,
        };
        match schema.get("items") {
            // To leave out what is let in would be no condition.
            Some(_) if name == "exclude" => json!([]),
            Some(items) if self.has(items, name) => json!([self.value(items, owner, singular)]),
            _ => json!([]),
        }
    }

    /// Whether a property is part of the payload.
    fn has(&self, property: &'s Value, name: &str) -> bool {
        let resolved = self.schemas.resolve(property);
        let hidden = |flag| is(property, flag) || is(resolved.schema, flag);
        let visible = match self.side {
            Side::Response => {
                let is_password = resolved
                    .schema
                    .get("format")
                    .is_some_and(|f| f == "password");
                !hidden("writeOnly") && !is_password && name != "answer"
            }
            Side::Request => !hidden("readOnly") && name != "_links",
        };
        let recurs = resolved.name.is_some() && self.inside.contains(&resolved.name);
        // An org has what is early only once somebody asks for it.
        let early = self.side == Side::Response
            && [property, resolved.schema]
                .iter()
                .any(|schema| schema["x-okta-lifecycle"]["lifecycle"] == "EA");
        visible && !early && name != "_embedded" && !recurs && self.inside.len() < MAX_DEPTH
    }
}

/// The documented default, where it has the type that it should have.
fn default_of(schema: &Value) -> Option<Value> {
    let default = schema.get("default")?;
    let fits = match type_of(schema)? {
        "boolean" => default.is_boolean(),
        "integer" => default.is_i64(),
        "number" => default.is_number(),
        _ => false,
    };
    fits.then(|| default.clone())
}

/// A number within the bounds of its schema.
fn bounded(schema: &Value, number: i64) -> i64 {
    let bound = |name: &str| schema.get(name).and_then(Value::as_i64);
    let number = bound("minimum").map_or(number, |least| number.max(least));
    bound("maximum").map_or(number, |most| number.min(most))
}

/// A text that its schema lets through, as far as the schema's example or the lengths help.
fn formed(schema: &Value, text: String) -> String {
    let length = |name: &str| schema.get(name).and_then(Value::as_u64);
    let length = |name: &str| length(name).and_then(|length| usize::try_from(length).ok());
    let least = length("minLength").unwrap_or(0).min(LONGEST);
    let most = length("maxLength").unwrap_or(usize::MAX);
    let count = text.chars().count();
    let fits = (least..=most).contains(&count);
    match schema.get("example").and_then(Value::as_str) {
        Some(example) if !fits || schema.get("pattern").is_some() => example.to_owned(),
        _ if fits => text,
        _ => {
            let endless = text.chars().chain(std::iter::repeat('x'));
            endless.take(count.clamp(least, most.max(least))).collect()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{super::tests::schemas, *};

    #[test]
    fn values_look_as_their_names_promise() {
        let schemas = schemas();
        let sample = schemas.sample(schemas.named("Widget").unwrap(), &mut Rng::new(7));
        let text = |pointer: &str| sample.pointer(pointer).and_then(Value::as_str).unwrap();
        assert_eq!(text("/id").len(), 20);
        assert!(text("/ownerUserId").starts_with("00u"), "{sample}");
        assert!(text("/created").ends_with(".000Z"), "{sample}");
        assert!(
            text("/homeUrl").starts_with("https://example.com/"),
            "{sample}"
        );
        assert!(text("/contactEmail").ends_with("@example.com"), "{sample}");
        assert_eq!(text("/status"), "ACTIVE");
        assert_eq!(sample["priority"], 1);
        assert_eq!(sample["enabled"], true, "the default");
        assert_eq!(sample["tags"].as_array().map(Vec::len), Some(1));
        assert!(sample["labels"]["default"].is_string(), "{sample}");
        assert_eq!(sample["settings"], json!({}));
        assert!(sample["_links"]["self"]["href"].is_string());
    }

    #[test]
    fn each_side_sees_its_own_properties() {
        let schemas = schemas();
        let widget = schemas.named("Widget").unwrap();
        let response = schemas.sample(widget, &mut Rng::new(7));
        let request = schemas.sample_body(widget, &mut Rng::new(7));
        for (name, in_response, in_request) in [
            ("id", true, false),
            ("created", true, false),
            ("_links", true, false),
            ("_embedded", false, false),
            ("secret", false, true),
            ("password", false, true),
            ("name", true, true),
        ] {
            assert_eq!(response.get(name).is_some(), in_response, "response {name}");
            assert_eq!(request.get(name).is_some(), in_request, "request {name}");
        }
    }

    #[test]
    fn what_holds_itself_ends() {
        let schemas = schemas();
        let tree = schemas.sample(schemas.named("Tree").unwrap(), &mut Rng::new(7));
        assert_eq!(tree["children"], json!([]));
        assert!(tree.get("parent").is_none());
        let loops = json!({"$ref": "#/components/schemas/Circle"});
        assert!(schemas.sample(&loops, &mut Rng::new(7)).is_string());
        let nowhere = json!({"$ref": "#/components/schemas/Nowhere"});
        assert!(schemas.sample(&nowhere, &mut Rng::new(7)).is_string());
    }

    #[test]
    fn a_base_becomes_one_of_its_kinds() {
        let schemas = schemas();
        let reference = json!({"$ref": "#/components/schemas/Shape"});
        let mut kinds = std::collections::BTreeSet::new();
        for seed in 0..50 {
            let shape = schemas.sample(&reference, &mut Rng::new(seed));
            let kind = shape["kind"].as_str().unwrap().to_owned();
            assert_eq!(shape.get("radius").is_some(), kind == "CIRCLE", "{shape}");
            assert_eq!(shape.get("sides").is_some(), kind != "CIRCLE", "{shape}");
            if kind == "POLYGON" {
                assert_eq!(shape["name"], "square", "{shape}");
                assert!(shape["edge"].is_i64(), "{shape}");
            }
            kinds.insert(kind);
        }
        assert_eq!(kinds.len(), 3);
    }

    #[test]
    fn the_same_generator_makes_the_same() {
        let schemas = schemas();
        let widget = schemas.named("Widget").unwrap();
        let sample = |seed| schemas.sample(widget, &mut Rng::new(seed));
        assert_eq!(sample(7), sample(7));
        assert_ne!(sample(7), sample(8));
    }

    #[test]
    fn samples_keep_to_the_bounds_of_their_schema() {
        let schemas = schemas();
        let sample = |schema: Value| schemas.sample(&schema, &mut Rng::new(7));
        let number = |schema: Value| sample(schema).as_i64().unwrap();
        assert_eq!(number(json!({"type": "integer", "minimum": 200})), 200);
        assert_eq!(number(json!({"type": "integer", "maximum": 0})), 0);
        let long = sample(json!({"type": "string", "minLength": 200}));
        assert_eq!(long.as_str().unwrap().len(), 200);
        let short = sample(json!({"type": "string", "maxLength": 3}));
        assert_eq!(short.as_str().unwrap().len(), 3);
        let endless = sample(json!({"type": "string", "minLength": u64::MAX}));
        assert_eq!(endless.as_str().unwrap().len(), LONGEST);
        let formed = json!({"type": "string", "pattern": "^[a-z]+$", "example": "abc"});
        assert_eq!(sample(formed), "abc");
        let either = json!({"oneOf": [{"type": "integer", "minimum": 99}, {"type": "string"}]});
        assert_eq!(number(either), 99);
    }

    #[test]
    fn what_is_early_is_not_there_from_the_start() {
        let schemas = schemas();
        let early = json!({"type": "string", "x-okta-lifecycle": {"lifecycle": "EA"}});
        let schema = json!({"type": "object", "properties": {
            "early": early, "late": {"type": "string"} }});
        let response = schemas.sample(&schema, &mut Rng::new(7));
        assert!(response.get("early").is_none() && response.get("late").is_some());
        let request = schemas.sample_body(&schema, &mut Rng::new(7));
        assert!(request.get("early").is_some(), "a client may ask for it");
    }

    #[test]
    fn samples_are_valid() {
        let schemas = schemas();
        for name in ["Widget", "Tree", "Shape", "Circle"] {
            let schema = schemas.named(name).unwrap();
            for seed in 0..20 {
                let response = schemas.sample(schema, &mut Rng::new(seed));
                assert_eq!(schemas.validate(schema, &response), [], "{name} {response}");
                let request = schemas.sample_body(schema, &mut Rng::new(seed));
                assert_eq!(schemas.validate(schema, &request), [], "{name} {request}");
            }
        }
    }
}
