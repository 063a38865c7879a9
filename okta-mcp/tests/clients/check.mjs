// Tries a running okta-mcp with a client of the official TypeScript SDK.
//
//   node check.mjs v1|v2 stdio PROGRAM [ARGUMENT…]
//   node check.mjs v1|v2 http URL TOKEN
//
// The server is to be started with --mock --allow destroy --toolset all.

import assert from "node:assert/strict";

const [generation, transportKind, target, ...rest] = process.argv.slice(2);
const questions = [];
let answer = "accept";

function fill(request) {
  questions.push(request.params.message);
  if (answer !== "accept") return { action: answer };
  const name = request.params.message.split("type: ").at(-1);
  return { action: "accept", content: { name } };
}

async function connect() {
  const info = { name: `typescript-${generation}`, version: "1.0.0" };
  const capabilities = { elicitation: { form: {} } };
  const headers = { Authorization: `Bearer ${rest[0]}` };
  const stdio = { command: target, args: rest, stderr: "inherit" };
  if (generation === "v1") {
    const { Client } = await import("@modelcontextprotocol/sdk/client/index.js");
    const { ElicitRequestSchema } = await import("@modelcontextprotocol/sdk/types.js");
    const { StdioClientTransport } = await import("@modelcontextprotocol/sdk/client/stdio.js");
    const { StreamableHTTPClientTransport } = await import("@modelcontextprotocol/sdk/client/streamableHttp.js");
    const client = new Client(info, { capabilities });
    client.setRequestHandler(ElicitRequestSchema, fill);
    await client.connect(
      transportKind === "stdio"
        ? new StdioClientTransport(stdio)
        : new StreamableHTTPClientTransport(new URL(target), { requestInit: { headers } }),
    );
    return client;
  }
  const { Client, StreamableHTTPClientTransport } = await import("@modelcontextprotocol/client");
  const { StdioClientTransport } = await import("@modelcontextprotocol/client/stdio");
  const client = new Client(info, { capabilities, versionNegotiation: { mode: { pin: "2026-07-28" } } });
  client.setRequestHandler("elicitation/create", fill);
  await client.connect(
    transportKind === "stdio"
      ? new StdioClientTransport(stdio)
      : new StreamableHTTPClientTransport(new URL(target), { requestInit: { headers } }),
  );
  return client;
}

const client = await connect();
const call = async (name, args) => {
  const result = await client.callTool({ name, arguments: args });
  const text = result.content[0].text;
  assert.ok(Buffer.byteLength(text) <= 8192, `${name}: ${Buffer.byteLength(text)} bytes`);
  assert.deepEqual(JSON.parse(text), result.structuredContent);
  return result;
};
const good = async (name, args) => {
  const result = await call(name, args);
  assert.ok(!result.isError, `${name}: ${result.content[0].text}`);
  return result.structuredContent;
};

// Every tool, with the client's own validation of answers by their output schema.
const { tools } = await client.listTools();
assert.equal(tools.length, 14);
const found = await good("okta_search", { intent: "lock somebody out" });
assert.ok(found.operations.slice(0, 5).some((hit) => hit.operation === "suspendUser"));
await good("okta_describe", { operation: "createUser" });
await good("okta_status", {});
const users = await good("okta_call", { operation: "listUsers", fields: ["id", "profile.login", "status"] });
const user = users.items.filter((user) => user.status === "ACTIVE").at(-1);
const login = user.profile.login;
await good("okta_find_user", { who: login });
await good("okta_search_log", { failedSignIns: true, hours: 700 });
await good("okta_recent_changes", {});
await good("okta_mfa_overview", { who: login });
await good("okta_group_members", { group: "Everyone" });
await good("okta_offboard_user", { who: login });
const apps = await good("okta_call", { operation: "listApplications", arguments: { limit: 1 } });
await good("okta_who_has_app", { app: apps.items[0].id });
for (const [name, args] of [
  ["okta_create_user", { profile: { email: "new@example.com", firstName: "N", lastName: "E" } }],
  ["okta_update_user", { who: login, profile: { title: "X" } }],
  ["okta_assign_app", { app: apps.items[0].id, users: [login] }],
  ["okta_call", { operation: "addGroup", body: { profile: { name: "x" } } }],
]) {
  const refused = await call(name, args);
  assert.ok(refused.isError && refused.structuredContent.error.includes("--allow"), refused.content[0].text);
}

// Resources and prompts.
assert.equal((await client.listResources()).resources.length, 2);
assert.ok((await client.readResource({ uri: "okta://audit" })).contents[0].text.includes("listUsers"));
assert.equal((await client.listPrompts()).prompts.length, 4);

// A person decides.
const removal = { operation: "suspendUser", arguments: { userId: user.id } };
const status = async () =>
  (await good("okta_call", { operation: "getUser", arguments: { userId: user.id }, fields: ["status"] })).value.status;
for (const no of ["decline", "cancel"]) {
  answer = no;
  assert.ok((await call("okta_call", removal)).isError);
  assert.equal(await status(), "ACTIVE");
}
answer = "accept";
await good("okta_call", removal);
assert.equal(await status(), "SUSPENDED");
assert.equal(questions.length, 3);
assert.ok(questions.every((question) => question.includes(login)));

await client.close();
console.log(`${generation} over ${transportKind}: ${tools.length} tools, ${questions.length} questions`);
