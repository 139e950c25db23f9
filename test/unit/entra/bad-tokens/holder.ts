import {
  clientAppId,
  fabrikam,
  issuerFor,
  nowSeconds,
  personalTenant,
  strangeClientAppId,
} from '../token-forge.ts';
import { badTokens } from './bad-token.ts';

const outsider = 'dead0000-0000-4000-8000-00000000dead';

export const holderRows = [
  ...badTokens(401, 'expired', {
    'expired this second': { claims: { exp: nowSeconds } },
    'expired a minute ago': { claims: { exp: nowSeconds - 60 } },
    'expired a year ago': {
      claims: { exp: nowSeconds - 31_536_000, iat: nowSeconds - 31_540_000, nbf: nowSeconds - 31_540_000 },
    },
    'expired in 1970': { claims: { exp: 1 } },
  }),
  ...badTokens(401, 'not_yet_valid', {
    'valid in 61 seconds': { claims: { nbf: nowSeconds + 61 } },
    'valid next year': {
      claims: { nbf: nowSeconds + 31_536_000, exp: nowSeconds + 31_540_000, iat: nowSeconds },
    },
    'issued in 61 seconds': { claims: { iat: nowSeconds + 61 } },
    'issued in milliseconds': { claims: { iat: nowSeconds * 1000 } },
  }),
  ...badTokens(401, 'lifetime_too_long', {
    'a life of 29 hours and a second': {
      claims: { iat: nowSeconds - 1, exp: nowSeconds - 1 + 29 * 3600 + 1 },
    },
    'expiry in milliseconds': { claims: { exp: nowSeconds * 1000 } },
    'expiry at the end of numbers': { claims: { exp: Number.MAX_SAFE_INTEGER } },
    'issued in 1970': { claims: { iat: 1 } },
  }),
  ...badTokens(401, 'time_malformed', {
    'exp missing': { claims: { exp: undefined } },
    'nbf missing': { claims: { nbf: undefined } },
    'iat missing': { claims: { iat: undefined } },
    'exp null': { claims: { exp: null } },
    'exp a text': { claims: { exp: String(nowSeconds + 4200) } },
    'iat a text': { claims: { iat: String(nowSeconds - 300) } },
    'nbf a text': { claims: { nbf: String(nowSeconds - 300) } },
    'exp a fraction': { claims: { exp: nowSeconds + 4200.5 } },
    'nbf negative': { claims: { nbf: -1 } },
    'iat negative': { claims: { iat: -nowSeconds } },
    'exp zero': { claims: { exp: 0 } },
    'exp a list': { claims: { exp: [nowSeconds + 4200] } },
    'exp true': { claims: { exp: true } },
    'exp beyond exact numbers': { claims: { exp: 2 ** 60 } },
    'exp infinite': (forge) => ({
      payloadText: JSON.stringify(forge.claims()).replace(/"exp":\d+/, '"exp":1e999'),
    }),
  }),
  ...badTokens(401, 'not_delegated', {
    'app-only: idtyp app': { claims: { idtyp: 'app', scp: undefined, roles: ['Connector.Admin'] } },
    'app-only with a scope put in': { claims: { idtyp: 'app' } },
    'app-only of an older kind: roles and no scp': {
      claims: { idtyp: undefined, scp: undefined, roles: ['X'] },
    },
    'device token': { claims: { idtyp: 'device' } },
    'idtyp in upper case': { claims: { idtyp: 'USER' } },
    'idtyp null': { claims: { idtyp: null } },
    'idtyp a list': { claims: { idtyp: ['user'] } },
    'scp missing': { claims: { scp: undefined } },
    'scp null': { claims: { scp: null } },
    'scp a list': { claims: { scp: ['access_as_user'] } },
    'scp an object': { claims: { scp: { access_as_user: true } } },
    'scope, as others call it, in its place': { claims: { scp: undefined, scope: 'access_as_user' } },
  }),
  ...badTokens(401, 'not_an_access_token', {
    'ID token: nonce': { claims: { nonce: 'n-0S6_WzA2Mj' } },
    'ID token: c_hash': { claims: { c_hash: 'LDktKdoQak3Pk0cnXxCltA' } },
    'ID token: at_hash': { claims: { at_hash: '77QmUPtjPfzWtF2AnpK9RQ' } },
  }),
  ...badTokens(401, 'sender_constrained', {
    'bound to a key: cnf': { claims: { cnf: { jkt: '0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I' } } },
    'bound to a certificate: cnf': {
      claims: { cnf: { 'x5t#S256': 'bwcK0esc3ACC3DB2Y5_lESsXE8o9ltc05O89jdN-dg2' } },
    },
    'cnf empty': { claims: { cnf: {} } },
  }),
  ...badTokens(401, 'client_malformed', {
    'azp missing': { claims: { azp: undefined } },
    'azp missing, appid in its place': { claims: { azp: undefined, appid: clientAppId } },
    'azp a list': { claims: { azp: [clientAppId] } },
    'azp empty': { claims: { azp: '' } },
    'azp in upper case': { claims: { azp: clientAppId.toUpperCase() } },
    'azp a name': { claims: { azp: 'claude' } },
  }),
  ...badTokens(403, 'personal_account', {
    'personal account, signed with its own key': (forge) => ({
      claims: { tid: personalTenant, iss: issuerFor(personalTenant) },
      header: { kid: 'personal-key' },
      key: forge.personalKey,
    }),
  }),
  ...badTokens(403, 'tenant_not_allowed', {
    'tenant that is not let in': { claims: { tid: outsider, iss: issuerFor(outsider) } },
    'tenant that is not let in, client neither': {
      claims: { tid: outsider, iss: issuerFor(outsider), azp: strangeClientAppId },
    },
  }),
  ...badTokens(403, 'client_not_allowed', {
    'client that is not let in': { claims: { azp: strangeClientAppId } },
    'client that is not let in, at the other tenant': {
      claims: { azp: strangeClientAppId, tid: fabrikam, iss: issuerFor(fabrikam) },
    },
    'the server itself as client': { claims: { azp: '5e4e0000-0000-4000-8000-000000000001' } },
    'client by the claim that others read': { claims: { azp: strangeClientAppId, client_id: clientAppId } },
  }),
  ...badTokens(403, 'agent_identity', {
    'agent identity': { claims: { xms_par_app_azp: 'a9e40000-0000-4000-8000-000000000004' } },
    'agent identity, empty': { claims: { xms_par_app_azp: '' } },
  }),
  ...badTokens(403, 'scope_missing', {
    'scp empty': { claims: { scp: '' } },
    'scp of another scope': { claims: { scp: 'openid profile' } },
    'scp longer than ours': { claims: { scp: 'access_as_user_x' } },
    'scp with ours at the end of another': { claims: { scp: 'not_access_as_user' } },
    'scp fully qualified': { claims: { scp: 'api://5e4e0000-0000-4000-8000-000000000001/access_as_user' } },
    'scp in upper case': { claims: { scp: 'ACCESS_AS_USER' } },
    'scp separated by a comma': { claims: { scp: 'access_as_user,openid' } },
    'scp separated by a tab': { claims: { scp: 'access_as_user\topenid' } },
    'scp separated by a line break': { claims: { scp: 'access_as_user\nopenid' } },
    'scp separated by a no-break space': { claims: { scp: 'access_as_user\u00a0openid' } },
    'scp with an asterisk': { claims: { scp: '*' } },
    'ours in roles, not in scp': { claims: { scp: 'openid', roles: ['access_as_user'] } },
  }),
];
