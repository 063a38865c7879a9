// Okta's Node SDK: lists, then the life of a user. Prints what it found as JSON.
import assert from 'node:assert/strict';
import okta from '@okta/okta-sdk-nodejs';

const client = new okta.Client({
  orgUrl: process.env.OKTA_CLIENT_ORGURL,
  token: process.env.OKTA_CLIENT_TOKEN,
});
const found = {};

// Reads a list to its end, and every member of it by itself.
async function list(name, collection, get) {
  const members = [];
  await (await collection).each((member) => { members.push(member); });
  for (const member of members) {
    const again = await get(member.id);
    assert.equal(again.id, member.id);
  }
  found[name] = members.length;
  return members;
}

const { userApi, groupApi, applicationApi, policyApi, identityProviderApi } = client;
// Small pages, so that there are several.
await list('users', userApi.listUsers({ limit: 7 }), (userId) => userApi.getUser({ userId }));
await list('groups', groupApi.listGroups({ limit: 5 }), (groupId) => groupApi.getGroup({ groupId }));
await list('apps', applicationApi.listApplications({ limit: 4 }), (appId) => applicationApi.getApplication({ appId }));
await list('idps', identityProviderApi.listIdentityProviders({}), (idpId) => identityProviderApi.getIdentityProvider({ idpId }));
const types = ['OKTA_SIGN_ON', 'PASSWORD', 'MFA_ENROLL', 'ACCESS_POLICY', 'PROFILE_ENROLLMENT', 'IDP_DISCOVERY'];
for (const type of types) {
  const policies = await list(type, policyApi.listPolicies({ type }), (policyId) => policyApi.getPolicy({ policyId }));
  for (const policy of policies) {
    await list(`${type} rules`, policyApi.listPolicyRules({ policyId: policy.id }), (ruleId) => policyApi.getPolicyRule({ policyId: policy.id, ruleId }));
  }
}
for (const [name, count] of Object.entries(found)) assert.ok(count > 0, `${name} is empty`);

const login = 'node.sdk@example.com';
const user = await userApi.createUser({
  body: {
    profile: { firstName: 'Node', lastName: 'Sdk', login, email: login, costCode: 'EX-100' },
    credentials: { password: { value: 'Correct-Horse-9' } },
  },
});
assert.equal(user.status, 'ACTIVE');
const updated = await userApi.updateUser({ userId: user.id, user: { profile: { nickName: 'Nodie' } } });
assert.equal(updated.profile.nickName, 'Nodie');
assert.equal(updated.profile.firstName, 'Node');
await userApi.deactivateUser({ userId: user.id });
assert.equal((await userApi.getUser({ userId: user.id })).status, 'DEPROVISIONED');
await userApi.deleteUser({ userId: user.id });
await assert.rejects(userApi.getUser({ userId: user.id }), (error) => error.errorCode === 'E0000007');
console.log(JSON.stringify(found));
