//! Which file of a crate imports which other one.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap, HashSet},
    fs,
    path::{Path, PathBuf},
};

use syn::{
    Attribute, Item, ItemMod, UseTree, Visibility,
    visit::{self, Visit},
};

/// A module: the file that it is in, and what it makes known.
#[derive(Default)]
struct Module {
    file: String,
    /// What is defined in it.
    items: HashSet<String>,
    /// Names that stand for something else: the path, and whether the name is exported.
    names: HashMap<String, (Vec<String>, bool)>,
    globs: Vec<Vec<String>>,
    /// Paths in its code, and single names.
    paths: Vec<Vec<String>>,
    idents: HashSet<String>,
}

/// A crate, by the paths of its modules.
pub struct Crate {
    modules: BTreeMap<Vec<String>, Module>,
}

/// From one file to another.
pub struct Imports(BTreeMap<String, BTreeSet<String>>);

impl Crate {
    /// Reads a crate from `lib.rs` on.
    pub fn read(src: &Path) -> Self {
        let mut crate_ = Self {
            modules: BTreeMap::new(),
        };
        crate_.file(src, &src.join("lib.rs"), &[]);
        crate_
    }

    fn file(&mut self, src: &Path, file: &Path, path: &[String]) {
        let text = fs::read_to_string(file).unwrap();
        let items = syn::parse_file(&text).unwrap().items;
        let name = file.strip_prefix(src).unwrap().display().to_string();
        self.items(src, file, &name, path, items);
    }

    fn items(&mut self, src: &Path, file: &Path, name: &str, path: &[String], items: Vec<Item>) {
        let mut module = Module {
            file: name.to_owned(),
            ..Module::default()
        };
        for item in items {
            match item {
                Item::Mod(item) if !counts(&item.attrs) => {}
                Item::Mod(item) => {
                    let path = [path, &[item.ident.to_string()]].concat();
                    self.module(src, file, name, &path, item);
                }
                Item::Use(item) if counts(&item.attrs) => {
                    let exported = !matches!(item.vis, Visibility::Inherited);
                    module.import(&item.tree, &[], exported);
                }
                item if counts(attributes(&item)) => {
                    module.items.extend(defined(&item));
                    module.visit_item(&item);
                }
                _ => {}
            }
        }
        self.modules.insert(path.to_vec(), module);
    }

    fn module(&mut self, src: &Path, file: &Path, name: &str, path: &[String], item: ItemMod) {
        if let Some((_, items)) = item.content {
            return self.items(src, file, name, path, items);
        }
        let folder = match file.file_name().unwrap().to_str().unwrap() {
            "lib.rs" | "mod.rs" => file.parent().unwrap().to_owned(),
            _ => file.with_extension(""),
        };
        let name = item.ident.to_string();
        if name == "generated" {
            return;
        }
        let places = [
            folder.join(format!("{name}.rs")),
            folder.join(&name).join("mod.rs"),
        ];
        let file: &PathBuf = places.iter().find(|place| place.exists()).unwrap();
        self.file(src, file, path);
    }

    /// The files.
    pub fn files(&self) -> BTreeSet<&str> {
        let modules = self.modules.values();
        modules.map(|module| module.file.as_str()).collect()
    }

    /// All imports of files from others.
    pub fn imports(&self) -> Imports {
        let mut imports: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for (path, module) in &self.modules {
            let mut used: Vec<Vec<String>> = module.paths.clone();
            for (name, (target, exported)) in &module.names {
                // What is only exported again is no import.
                if !exported || module.idents.contains(name) {
                    used.push(target.clone());
                }
            }
            used.extend(
                module
                    .globs
                    .iter()
                    .map(|glob| [glob.as_slice(), &["*".into()]].concat()),
            );
            let targets = used.iter().filter_map(|used| self.resolve(path, used, 0));
            imports
                .entry(module.file.clone())
                .or_default()
                .extend(targets.filter(|file| *file != module.file));
        }
        Imports(imports)
    }

    /// The file that defines what a path in a module means; none for other crates and for
    /// a module as such.
    fn resolve(&self, at: &[String], path: &[String], depth: usize) -> Option<String> {
        if depth > 20 {
            return None;
        }
        let (first, rest) = path.split_first()?;
        let mut base = at.to_vec();
        let mut rest = rest;
        match first.as_str() {
            "crate" => base.clear(),
            "self" => {}
            "super" => {
                base.pop();
                while let Some((next, after)) =
                    rest.split_first().filter(|(next, _)| *next == "super")
                {
                    let _ = next;
                    base.pop();
                    rest = after;
                }
            }
            _ => rest = path,
        }
        self.descend(&base, rest, depth)
    }

    fn descend(&self, base: &[String], rest: &[String], depth: usize) -> Option<String> {
        let module = self.modules.get(base)?;
        let (name, after) = rest.split_first()?;
        let child = [base, std::slice::from_ref(name)].concat();
        if self.modules.contains_key(&child) {
            return self.descend(&child, after, depth);
        }
        if module.items.contains(name) {
            return Some(module.file.clone());
        }
        if let Some((target, _)) = module.names.get(name) {
            let target = [target.as_slice(), after].concat();
            return self.resolve(base, &target, depth + 1);
        }
        module.globs.iter().find_map(|glob| {
            let target = [glob.as_slice(), rest].concat();
            self.resolve(base, &target, depth + 1)
        })
    }
}

impl Module {
    fn import(&mut self, tree: &UseTree, before: &[String], exported: bool) {
        let with = |name: &syn::Ident| [before, &[name.to_string()]].concat();
        let mut name = |known: String, target: Vec<String>| {
            // A macro is exported at the root, and defined where it stands.
            match target.as_slice() {
                [only] if only.starts_with("__") => drop(self.items.insert(known)),
                _ => drop(self.names.insert(known, (target, exported))),
            }
        };
        match tree {
            UseTree::Path(path) => self.import(&path.tree, &with(&path.ident), exported),
            UseTree::Name(leaf) if leaf.ident == "self" => {
                let known = before.last().unwrap().clone();
                name(known, before.to_vec());
            }
            UseTree::Name(leaf) => name(leaf.ident.to_string(), with(&leaf.ident)),
            UseTree::Rename(leaf) => name(leaf.rename.to_string(), with(&leaf.ident)),
            UseTree::Glob(_) => self.globs.push(before.to_vec()),
            UseTree::Group(group) => {
                for tree in &group.items {
                    self.import(tree, before, exported);
                }
            }
        }
    }
}

/// Collects the paths and names of code.
impl<'ast> Visit<'ast> for Module {
    fn visit_path(&mut self, path: &'ast syn::Path) {
        let segments: Vec<String> = path.segments.iter().map(|s| s.ident.to_string()).collect();
        self.idents.insert(segments[0].clone());
        if segments.len() > 1 {
            self.paths.push(segments);
        }
        visit::visit_path(self, path);
    }

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        self.import(&item.tree, &[], false);
    }
}

impl Imports {
    /// All of them.
    pub fn all(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0
            .iter()
            .flat_map(|(from, all)| all.iter().map(move |to| (from.as_str(), to.as_str())))
    }

    /// Files that import each other, directly or by way of others.
    pub fn circles(&self) -> Vec<Vec<String>> {
        let reach: BTreeMap<&str, BTreeSet<&str>> = self
            .0
            .keys()
            .map(|file| (file.as_str(), self.reachable(file)))
            .collect();
        let mut circles = BTreeSet::new();
        for (file, reached) in &reach {
            let others = reached
                .iter()
                .filter(|other| reach.get(**other).is_some_and(|back| back.contains(file)));
            let circle: BTreeSet<&str> = others.copied().collect();
            if !circle.is_empty() {
                circles.insert(circle);
            }
        }
        circles
            .into_iter()
            .map(|circle| circle.into_iter().map(str::to_owned).collect())
            .collect()
    }

    fn reachable(&self, from: &str) -> BTreeSet<&str> {
        let (mut found, mut next) = (BTreeSet::new(), vec![from]);
        while let Some(file) = next.pop() {
            for to in self.0.get(file).into_iter().flatten() {
                if found.insert(to.as_str()) {
                    next.push(to);
                }
            }
        }
        found
    }
}

/// Whether an item is part of what programs compile.
fn counts(attributes: &[Attribute]) -> bool {
    !attributes.iter().any(|attribute| {
        attribute.path().is_ident("cfg")
            && attribute
                .parse_args::<syn::Path>()
                .is_ok_and(|path| path.is_ident("test") || path.is_ident("doctest"))
    })
}

fn attributes(item: &Item) -> &[Attribute] {
    match item {
        Item::Fn(item) => &item.attrs,
        Item::Impl(item) => &item.attrs,
        Item::Struct(item) => &item.attrs,
        Item::Static(item) => &item.attrs,
        Item::Const(item) => &item.attrs,
        _ => &[],
    }
}

/// The name that an item defines.
fn defined(item: &Item) -> Option<String> {
    let ident = match item {
        Item::Const(item) => &item.ident,
        Item::Enum(item) => &item.ident,
        Item::Fn(item) => &item.sig.ident,
        Item::Macro(item) => item.ident.as_ref()?,
        Item::Static(item) => &item.ident,
        Item::Struct(item) => &item.ident,
        Item::Trait(item) => &item.ident,
        Item::Type(item) => &item.ident,
        _ => return None,
    };
    Some(ident.to_string())
}
