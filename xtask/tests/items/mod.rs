//! The public items of a crate, as its source has them, with what is said of each.

use std::{fs, path::Path};

use syn::{
    Attribute, Expr, Fields, ImplItem, Item, Lit, Meta, TraitItem, Visibility,
    punctuated::Punctuated,
};

/// Something that the documentation has a line for.
pub struct Documented {
    /// Where it is: the file and the names on the way to it.
    pub place: String,
    /// Its own name.
    pub name: String,
    /// What it is part of: the type of a field, a variant or a method.
    pub owner: String,
    pub kind: Kind,
    /// All that is said of it.
    pub words: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    Module,
    Type,
    Field,
    Variant,
    Function,
    Constant,
    Macro,
}

/// The public items below a folder of source.
pub fn of(folder: &Path) -> Vec<Documented> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let file = syn::parse_file(&fs::read_to_string(&path).unwrap()).unwrap();
                let mut reader = Reader {
                    file: &path,
                    found: &mut found,
                };
                let shown = path.strip_prefix(folder).unwrap().display().to_string();
                reader.items(&file.items, &shown);
            }
        }
    }
    found
}

struct Reader<'a> {
    file: &'a Path,
    found: &'a mut Vec<Documented>,
}

impl Reader<'_> {
    fn items(&mut self, items: &[Item], place: &str) {
        for item in items {
            self.item(item, place);
        }
    }

    fn item(&mut self, item: &Item, place: &str) {
        match item {
            Item::Struct(item) if shown(&item.vis, &item.attrs) => {
                let name = item.ident.to_string();
                self.add(Kind::Type, &name, "", &item.attrs, place);
                self.fields(&item.fields, &name, place, false);
            }
            Item::Union(item) if shown(&item.vis, &item.attrs) => {
                self.add(Kind::Type, &item.ident.to_string(), "", &item.attrs, place);
            }
            Item::Enum(item) if shown(&item.vis, &item.attrs) => {
                let name = item.ident.to_string();
                self.add(Kind::Type, &name, "", &item.attrs, place);
                for variant in &item.variants {
                    let ident = variant.ident.to_string();
                    self.add(Kind::Variant, &ident, &name, &variant.attrs, place);
                    self.fields(&variant.fields, &ident, place, true);
                }
            }
            Item::Type(item) if shown(&item.vis, &item.attrs) => {
                self.add(Kind::Type, &item.ident.to_string(), "", &item.attrs, place);
            }
            Item::Trait(item) if shown(&item.vis, &item.attrs) => {
                let name = item.ident.to_string();
                self.add(Kind::Type, &name, "", &item.attrs, place);
                for part in &item.items {
                    let (kind, ident, attrs) = match part {
                        TraitItem::Fn(part) => (Kind::Function, &part.sig.ident, &part.attrs),
                        TraitItem::Const(part) => (Kind::Constant, &part.ident, &part.attrs),
                        TraitItem::Type(part) => (Kind::Type, &part.ident, &part.attrs),
                        _ => continue,
                    };
                    if !is_hidden(attrs) {
                        self.add(kind, &ident.to_string(), &name, attrs, place);
                    }
                }
            }
            Item::Impl(item) if item.trait_.is_none() && !is_hidden(&item.attrs) => {
                let owner = match &*item.self_ty {
                    syn::Type::Path(path) => path.path.segments.last().map(|s| s.ident.to_string()),
                    _ => None,
                };
                let owner = owner.unwrap_or_default();
                for part in &item.items {
                    let (kind, ident, attrs, visibility) = match part {
                        ImplItem::Fn(part) => {
                            (Kind::Function, &part.sig.ident, &part.attrs, &part.vis)
                        }
                        ImplItem::Const(part) => {
                            (Kind::Constant, &part.ident, &part.attrs, &part.vis)
                        }
                        _ => continue,
                    };
                    if shown(visibility, attrs) {
                        self.add(kind, &ident.to_string(), &owner, attrs, place);
                    }
                }
            }
            Item::Fn(item) if shown(&item.vis, &item.attrs) => {
                self.add(
                    Kind::Function,
                    &item.sig.ident.to_string(),
                    "",
                    &item.attrs,
                    place,
                );
            }
            Item::Const(item) if shown(&item.vis, &item.attrs) => {
                self.add(
                    Kind::Constant,
                    &item.ident.to_string(),
                    "",
                    &item.attrs,
                    place,
                );
            }
            Item::Static(item) if shown(&item.vis, &item.attrs) => {
                self.add(
                    Kind::Constant,
                    &item.ident.to_string(),
                    "",
                    &item.attrs,
                    place,
                );
            }
            Item::Macro(item) if has(&item.attrs, "macro_export") && !is_hidden(&item.attrs) => {
                let name = item.ident.as_ref().map(ToString::to_string);
                self.add(
                    Kind::Macro,
                    &name.unwrap_or_default(),
                    "",
                    &item.attrs,
                    place,
                );
            }
            Item::Mod(item) if !is_hidden(&item.attrs) => {
                let name = item.ident.to_string();
                if matches!(item.vis, Visibility::Public(_)) {
                    let mut words = words(&item.attrs);
                    if item.content.is_none() {
                        words.push_str(&self.words_of_file(&name));
                    }
                    self.push(Kind::Module, &name, "", words, place);
                }
                if let Some((_, items)) = &item.content {
                    self.items(items, &format!("{place} {name}"));
                }
            }
            _ => {}
        }
    }

    /// What the file of a module says at its head.
    fn words_of_file(&self, module: &str) -> String {
        let folder = self.file.parent().unwrap();
        let stem = self.file.file_stem().unwrap().to_string_lossy();
        let own = match &*stem {
            "mod" | "lib" | "main" => folder.to_owned(),
            stem => folder.join(stem),
        };
        let candidates = [
            own.join(format!("{module}.rs")),
            own.join(module).join("mod.rs"),
        ];
        let text = candidates
            .iter()
            .find_map(|path| fs::read_to_string(path).ok());
        text.map(|text| words(&syn::parse_file(&text).unwrap().attrs))
            .unwrap_or_default()
    }

    fn fields(&mut self, fields: &Fields, owner: &str, place: &str, all: bool) {
        for field in fields {
            let Some(ident) = &field.ident else { continue };
            if (all || matches!(field.vis, Visibility::Public(_))) && !is_hidden(&field.attrs) {
                self.add(Kind::Field, &ident.to_string(), owner, &field.attrs, place);
            }
        }
    }

    fn add(&mut self, kind: Kind, name: &str, owner: &str, attrs: &[Attribute], place: &str) {
        self.push(kind, name, owner, words(attrs), place);
    }

    fn push(&mut self, kind: Kind, name: &str, owner: &str, words: String, place: &str) {
        self.found.push(Documented {
            place: [place, owner, name]
                .into_iter()
                .filter(|part| !part.is_empty())
                .collect::<Vec<_>>()
                .join(" "),
            name: name.trim_start_matches("r#").to_owned(),
            owner: owner.to_owned(),
            kind,
            words,
        });
    }
}

fn shown(visibility: &Visibility, attrs: &[Attribute]) -> bool {
    matches!(visibility, Visibility::Public(_)) && !is_hidden(attrs)
}

/// Whether the documentation leaves it out.
fn is_hidden(attrs: &[Attribute]) -> bool {
    attrs.iter().any(|attribute| {
        let Meta::List(list) = &attribute.meta else {
            return false;
        };
        let parse = Punctuated::<Meta, syn::Token![,]>::parse_terminated;
        let says = |word: &str| {
            list.parse_args_with(parse)
                .is_ok_and(|list| list.iter().any(|meta| meta.path().is_ident(word)))
        };
        (list.path.is_ident("doc") && says("hidden")) || (list.path.is_ident("cfg") && says("test"))
    })
}

fn has(attrs: &[Attribute], name: &str) -> bool {
    attrs
        .iter()
        .any(|attribute| attribute.path().is_ident(name))
}

fn words(attrs: &[Attribute]) -> String {
    let mut words = String::new();
    for attribute in attrs {
        if let Meta::NameValue(pair) = &attribute.meta
            && pair.path.is_ident("doc")
        {
            match &pair.value {
                Expr::Lit(literal) => {
                    if let Lit::Str(text) = &literal.lit {
                        words.push_str(text.value().trim());
                    }
                }
                _ => words.push_str("included"),
            }
            words.push('\n');
        }
    }
    words
}
