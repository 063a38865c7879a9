// Makes ../okta-management.yaml. See ../README.md.
//
//   node vendor.mjs          write the file
//   node vendor.mjs --check  fail if the file on disk differs

import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { JSONPath } from 'jsonpath-plus';
import converter from 'swagger2openapi';
import YAML from 'yaml';

const PACKAGE = '@okta/openapi';
const SOURCE = `${PACKAGE}/dist/spec.yaml`;
const OVERLAY = new URL('okta-2.16.0.yaml', import.meta.url);
const TARGET = new URL('../okta-management.yaml', import.meta.url);

// What release 2.16.0 consists of, counted by path and method.
const EXPECTED = {
  version: '2.16.0',
  methods: { get: 131, post: 118, put: 37, delete: 55 },
  tags: {
    User: 52, Application: 49, AuthorizationServer: 38, Group: 28,
    IdentityProvider: 25, Brand: 24, Org: 17, Policy: 14, UserFactor: 9,
    EventHook: 8, InlineHook: 8, TrustedOrigin: 7, NetworkZone: 7,
    Authenticator: 6, Domain: 6, UserType: 6, Subscription: 6, Template: 6,
    Feature: 5, UserSchema: 4, LinkedObject: 4, Session: 4,
    ProfileMapping: 3, GroupSchema: 2, ThreatInsight: 2, Log: 1,
  },
  schemas: 462,
};

const isObject = (value) =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

/** Merges as OpenAPI Overlay 1.0 says: objects recursively, lists by appending. */
function merge(target, update) {
  for (const [key, value] of Object.entries(update)) {
    if (isObject(target[key]) && isObject(value)) merge(target[key], value);
    else if (Array.isArray(target[key]) && Array.isArray(value)) target[key].push(...value);
    else target[key] = value;
  }
}

/** Applies an OpenAPI Overlay 1.0 document to `document`, in place. */
function applyOverlay(document, overlay) {
  for (const [index, action] of overlay.actions.entries()) {
    const name = `overlay action ${index + 1} (${action.description}), target ${action.target}`;
    const matches = JSONPath({
      path: action.target, json: document, resultType: 'all', eval: false, wrap: true,
    });
    if (matches.length === 0) throw new Error(`${name}: matches nothing`);
    for (const { value, parent, parentProperty } of matches.reverse()) {
      const update = structuredClone(action.update);
      if (action.remove) {
        if (Array.isArray(parent)) parent.splice(parentProperty, 1);
        else delete parent[parentProperty];
      } else if (Array.isArray(value)) value.push(update);
      else if (isObject(value) && isObject(update)) merge(value, update);
      else throw new Error(`${name}: is neither an object nor a list`);
    }
  }
}

/** Calls `visit` for every object in `value`, itself included. */
function forEachObject(value, visit) {
  if (value === null || typeof value !== 'object') return;
  visit(value);
  for (const child of Object.values(value)) forEachObject(child, visit);
}

/** A copy of an extension. Tools follow a `$ref` wherever it stands, so it leads somewhere. */
function copyExtension(extension) {
  const copy = structuredClone(extension);
  forEachObject(copy, (object) => {
    if (typeof object.$ref === 'string') {
      object.$ref = object.$ref.replace(/^#\/definitions\//, '#/components/schemas/');
    }
  });
  return copy;
}

/** The conversion rewrites vendor extensions; this puts the originals back. */
function restoreExtensions(source, target) {
  for (const [key, value] of Object.entries(source)) {
    if (key.startsWith('x-')) target[key] = copyExtension(value);
    else if (isObject(value) && isObject(target[key])) restoreExtensions(value, target[key]);
  }
}

/** The package keeps paths, schemas and properties in alphabetical order; so do we. */
function sortKeys(map) {
  const sorted = Object.entries(map).sort(([a], [b]) => (a < b ? -1 : 1));
  for (const [key, value] of sorted) {
    delete map[key];
    map[key] = value;
  }
}

/** Fails unless every `$ref` of the document leads to something in it. */
function checkReferences(document) {
  forEachObject(document, ({ $ref }) => {
    if (typeof $ref !== 'string') return;
    const [start, ...path] = $ref.split('/').map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
    const found = path.reduce((value, part) => value?.[part], document);
    assert(start === '#' && found !== undefined, `the reference ${$ref} leads nowhere`);
  });
}

function count(document) {
  const counts = { version: document.info.version, methods: {}, tags: {}, schemas: 0 };
  for (const item of Object.values(document.paths)) {
    for (const method of ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace']) {
      if (!item[method]) continue;
      counts.methods[method] = (counts.methods[method] ?? 0) + 1;
      for (const tag of item[method].tags) counts.tags[tag] = (counts.tags[tag] ?? 0) + 1;
    }
  }
  counts.schemas = Object.keys(document.components.schemas).length;
  return counts;
}

const require = createRequire(import.meta.url);
const source = readFileSync(require.resolve(SOURCE), 'utf8');
const packageVersion = require(`${PACKAGE}/package.json`).version;

const { openapi } = await converter.convertObj(YAML.parse(source), {});
const { paths, components: { schemas } } = openapi;
const swagger = YAML.parse(source);
restoreExtensions(swagger.paths, paths);
restoreExtensions(swagger.definitions, schemas);

applyOverlay(openapi, YAML.parse(readFileSync(OVERLAY, 'utf8')));
for (const map of [paths, schemas]) sortKeys(map);
for (const { properties } of Object.values(schemas)) if (properties) sortKeys(properties);
checkReferences(openapi);
assert.deepStrictEqual(count(openapi), EXPECTED, 'the counts are not those of the release');

const header = `# Generated by spec/vendor (see spec/README.md). Do not edit: corrections go to spec/overlays.
# From the npm package ${PACKAGE} ${packageVersion}, converted to OpenAPI 3.0 and modified
# by spec/vendor/okta-${EXPECTED.version}.yaml. Notice of the package:
`;
const notice = source.match(/^(#.*\n)+/)[0];
const body = YAML.stringify(openapi, {
  aliasDuplicateObjects: false, // no anchors
  lineWidth: 0, // no folding
  singleQuote: true,
});
const text = header + notice + body;

if (!process.argv.includes('--check')) {
  writeFileSync(TARGET, text);
} else if (readFileSync(TARGET, 'utf8') !== text) {
  throw new Error('spec/okta-management.yaml is not what spec/vendor makes');
}
const operations = Object.values(EXPECTED.methods).reduce((a, b) => a + b);
console.log(`${EXPECTED.version}: ${operations} operations, ${EXPECTED.schemas} schemas`);
