import type { EntraFailureKind } from '../../entra/aadsts-codes.ts';
import { entraErrorMessage } from '../../entra/error-messages.ts';

const failures = Object.fromEntries(
  Object.entries(entraErrorMessage).map(([kind, { text }]) => [kind, text]),
) as Readonly<Record<EntraFailureKind, string>>;

const connectAgain = 'Return to the application and connect again.';

/**
 * The texts of all pages in English. Texts marked rich contain `code`, **strong** and [links](url); the values of
 * functions are plain text.
 */
export const en = {
  /** BCP 47 language tag. */
  lang: 'en',
  layout: {
    product: 'Microsoft 365 connector',
    at: (host: string) => `at ${host}`,
    skip: 'Skip to the content',
    footer:
      'Read-only: the connector cannot send, change or delete anything, keeps no content, and never sees a password.',
    copy: 'Copy',
    copied: 'Copied',
  },
  home: {
    title: 'Connect',
    heading: 'Your Microsoft 365, for your assistant',
    intro:
      'Ask Claude or another assistant what your manager said about the budget, and it finds the mail, the file, the meeting. It reads only what you can read, with your own permissions. It cannot change anything.',
    /** Rich. */
    closed: 'No organization is allowed yet. The operator has to add its tenant id to `ALLOWED_TENANTS`.',
    connect: 'Connect',
    giveUrl: 'Give your client this URL, and sign in with your work account when it asks:',
    claude:
      'Settings, Connectors, **Add custom connector**: paste the URL, leave the advanced settings empty, connect. In a Team or Enterprise plan an owner adds it first.',
    claudeCode: 'Then `/mcp`, and **Authenticate**.',
    chatgpt:
      'Settings, Connectors, with developer mode on: create one with the URL, authentication **OAuth**. Leave client id and secret empty.',
    install: (client: string) => `Install in ${client}`,
    inFile: 'Or in the file',
    other: 'Any other MCP client',
    otherSteps:
      'It needs only the URL: the authorization server is discovered from it. A client that only starts local programs uses this command:',
    manage: 'Manage',
    /** Rich. */
    me: '[Your connections](/me), their permissions, and how to end them.',
    admin: '[Administration](/admin) of an organization: consent, permissions, tools, and a self-check.',
  },
  unconfigured: {
    title: 'Not configured',
    heading: 'The connector is not configured yet',
    text: 'It denies every request until its operator has set these variables:',
    /** Rich. */
    steps:
      'In a checkout of the connector, `npm run setup` registers the two applications in Microsoft Entra and sets all of them; `npm run deploy` then checks and deploys.',
  },
  notFound: {
    heading: 'Page not found',
    text: 'This connector has no page at this URL.',
    /** Rich. */
    home: '[Start page](/): how to connect a client.',
  },
  consent: {
    title: (client: string) => `Connect ${client}?`,
    heading: (client: string) => `Connect ${client} to your Microsoft 365?`,
    next: 'You sign in with Microsoft next. The connector does not see your password.',
    application: 'Application',
    goesTo: 'Access goes to',
    published: (host: string) => `(published by ${host})`,
    claimed: (host: string) => `(claims to be published at ${host}, not verified)`,
    notVerified: '(name chosen by the application, not verified)',
    configured: '(configured manually with the client ID of this connector)',
    bound: '(set up by an administrator of your organization)',
    loopback: (host: string) => `an application on this computer (${host})`,
    forwarded: (host: string) => `an application on this computer, through ${host}`,
    device: (target: string) => `an application on this device (${target})`,
    reads: 'It can read with your permissions',
    limits: (host: string) =>
      `Only what you can open yourself, and what your organization allows. Access lasts until you revoke it at ${host}/me, at most one year, and ends after 90 days without use.`,
    warning: (client: string) => `Continue only if you have just started this in ${client}.`,
    warningUnverified:
      'Continue only if you have just started this in an application that you trust. Any application can use this name.',
    allow: 'Continue to Microsoft',
    deny: 'Cancel',
  },
  failure: {
    connectorHeadings: {
      user: 'This account cannot be connected',
      administrator: 'Your administrator has to allow this',
      operator: 'The operator of the connector has to fix this',
      nobody: 'The connector is temporarily unavailable',
    },
    entraHeadings: {
      user: 'Microsoft could not sign you in',
      administrator: 'Your administrator has to allow this',
      operator: 'The connector is misconfigured',
      nobody: 'Microsoft is temporarily unavailable',
    },
    owner: 'Who can fix it',
    owners: {
      user: 'You',
      administrator: 'An Entra administrator of your organization',
      operator: 'The operator of this connector',
      nobody: 'Nobody: try again in a few minutes',
    },
    account: 'Account used',
    code: 'Code',
    codeLink: 'Microsoft’s description of this error',
    traceId: 'Trace ID',
    correlationId: 'Correlation ID',
    time: 'Time',
    forward:
      'Send these values to your administrator, who can find the sign-in by its trace ID in the Entra sign-in log.',
    otherAccount: 'Use another account',
    back: (client: string) => `Return to ${client}`,
    links: {
      setUp: 'set up the connector for the organization',
      assign: 'assign users in Enterprise applications',
      signInLog: 'find the sign-in in the sign-in log',
      account: 'find the account',
    },
    unnamedClient: 'the application',
    adminClient: 'the administration page',
    meClient: 'your connections',
  },
  /** Failures that Entra returned. */
  entra: failures,
  /** Reasons why the connector denies a sign-in that Entra accepted. */
  denials: {
    revoked: 'This sign-in was revoked. Sign in to the connector again.',
    policy_unavailable: 'The settings of your organization cannot be read. Try again in a moment.',
    tenant_disabled:
      'An administrator of your organization disabled this connector. They can enable it again on its /admin page.',
    not_allowed:
      'Your organization restricts this connector to certain people and groups, and you are not among them. An administrator can add you on its /admin page.',
    groups_unknown:
      'Your organization restricts this connector to certain groups, and your sign-in does not contain your groups. An administrator can add you individually on its /admin page.',
    client_not_bound:
      'Your organization allows only its own connections of assistants. Use the connector in the workspace of your organization, not in a personal account of the assistant.',
    network_not_allowed:
      'Your organization allows the connector only from its own networks. Connect from there, for example through its VPN.',
    directory_role:
      'Your organization does not allow holders of administrator roles to use the connector. Use an account without such a role.',
    personal_account:
      'Personal Microsoft accounts cannot use this connector. Sign in with a work or school account.',
    agent_identity: 'This connector does not accept agent identities. Sign in as a user.',
    tenant_not_allowed:
      'Your organization is not enabled in this connector. The operator of the connector has to enable it.',
    client_not_allowed:
      'The application that you signed in with is not enabled in this connector. The operator of the connector can enable it.',
    client_unproven:
      'This access token was not issued through the connector. Connect again, using the URL of the connector.',
    scope_missing: 'The access token does not have the scope of this connector. Sign in again.',
    keys_unavailable: 'Access tokens cannot be verified at the moment. Try again shortly.',
    other_user:
      'You signed in with another account than before. Connect again, and select the account that you used before.',
  },
  problems: {
    whatToDo: 'What to do',
    rejected: 'Rejected value',
    requestId: 'Request ID',
    request_malformed: {
      heading: 'The sign-in link is incomplete',
      text: 'The link must contain one client_id and one redirect_uri.',
      steps: [connectAgain],
    },
    client_unknown: {
      heading: 'Unknown application',
      text: 'The client ID of the application was not issued by this connector, or its key was retired.',
      steps: [
        'Remove the connector from the application and add it again, so that the application registers again.',
        'If the application asks for a client ID, use the one that the operator of the connector gives you.',
      ],
    },
    document_unavailable: {
      heading: 'The application cannot be identified',
      text: 'The client ID is the URL of a client metadata document, which the connector cannot read. It must be JSON at a public https URL, with its own URL as client_id, and with redirect_uris.',
      steps: [
        'You: try again in a few minutes.',
        'The publisher of the application: check that the document can be fetched without redirects, within five seconds and 64 KB.',
      ],
    },
    document_untrusted: {
      heading: 'The redirect URI is not allowed',
      text: 'The connector does not know the publisher of this application. Applications of unknown publishers may receive access only on this computer: http on localhost, 127.0.0.1 or [::1]. Nothing was sent to the redirect URI.',
      steps: [
        'You: do not continue if you did not start this sign-in.',
        'The operator of the connector: if you trust the publisher, add the URL below to TRUSTED_CLIENT_METADATA.',
      ],
    },
    document_not_allowed: {
      heading: 'This application is not allowed',
      text: 'The operator of the connector allows other applications only.',
      steps: ['The operator of the connector: add the URL below, or its host, to ALLOWED_CLIENT_METADATA.'],
    },
    client_blocked: {
      heading: 'This application is blocked',
      text: 'The operator of the connector has blocked this application.',
      steps: ['The operator of the connector: remove its client ID from BLOCKED_MCP_CLIENTS.'],
    },
    registration_disabled: {
      heading: 'Registration is disabled',
      text: 'The application registered itself, which the operator of the connector does not allow.',
      steps: [
        'You: if the application asks for a client ID, use the one that the operator of the connector gives you.',
        'The operator of the connector: set CLIENT_REGISTRATION to on.',
      ],
    },
    redirect_host_not_allowed: {
      heading: 'The redirect URI is not allowed',
      text: 'The operator of the connector allows redirect URIs of other hosts only. Nothing was sent to the redirect URI.',
      steps: ['The operator of the connector: add the host of the redirect URI to ALLOWED_REDIRECT_HOSTS.'],
    },
    redirect_unknown: {
      heading: 'The redirect URI is not allowed',
      text: 'Accepted are http on localhost, 127.0.0.1 or [::1], and the redirect URIs of known applications. Nothing was sent to this one.',
      steps: [
        'You: do not continue if you did not start this sign-in.',
        'The operator of the connector: if the application is yours, add the URI below to TRUSTED_REDIRECT_URIS.',
      ],
    },
    redirect_refused: {
      heading: 'The redirect URI is not allowed',
      text: 'The redirect URI is not one of those that the application registered, or is not in canonical spelling. Nothing was sent to it.',
      steps: [
        'You: do not continue if you did not start this sign-in.',
        'The developer of the application: register the exact redirect URI. Only the port of localhost, 127.0.0.1 and [::1] may differ.',
      ],
    },
    consent_stale: {
      heading: 'This page has expired',
      text: 'The consent page is valid for ten minutes, in the browser that opened it, with cookies enabled.',
      steps: [connectAgain],
    },
    sign_in_unknown: {
      heading: 'Unknown or expired sign-in',
      text: 'The sign-in took longer than ten minutes, or was not started here.',
      steps: [connectAgain],
    },
    other_browser: {
      heading: 'The sign-in was started in another browser',
      text: 'A sign-in must be completed in the browser that started it, with cookies enabled. If someone sent you this link, they may be trying to use your account.',
      steps: ['If you started it yourself, connect again in one browser.'],
    },
    already_finished: {
      heading: 'This sign-in is already complete',
      text: 'The application has received the result. You can close this window.',
      steps: ['If the application is not connected, return to it and connect again.'],
    },
    page_stale: {
      heading: 'This page is out of date',
      text: 'You have signed in again since it was opened, or your session has expired. Nothing was changed.',
      steps: ['Open the page again and repeat the change.'],
    },
    account_refused: {
      heading: 'This account cannot use the connector',
      text: 'Microsoft signed you in, but this is a personal account, or its organization is not enabled in this connector.',
      steps: ['Sign in with a work or school account of an organization that is enabled.'],
    },
    unexpected: {
      heading: 'The connector failed',
      text: 'An internal error occurred. Your account is not affected.',
      steps: [
        'You: try again in a moment.',
        'If it fails again, send the request ID below to the operator of the connector.',
      ],
    },
  },
  me: {
    title: 'Your connections',
    intro:
      'Sign in to see what this connector can read for you and which applications you have connected, and to revoke their access.',
    signIn: 'Sign in with Microsoft',
    signOut: 'Sign out',
    account: 'Account',
    organization: 'Organization',
    unnamed: 'Unnamed',
    applications: 'Connected applications',
    noApplications: 'No connected applications.',
    count: (shown: string, total: number) => `${shown} of ${total}`,
    connected: 'Connected',
    lastUsed: 'last used',
    disconnect: 'Disconnect',
    disconnected: 'Disconnected. The application has lost access.',
    unknownConnection: 'This connection does not exist any more. Nothing was changed.',
    newer: 'Newer',
    older: 'Older',
    pages: 'Pages of connections',
    disconnectAll: 'Disconnect all',
    revokeAll: 'Revoke all access',
    revokedHeading: 'All applications are disconnected',
    revoked:
      'All applications have lost access to your Microsoft 365 through this connector. The connector stores no content. You can connect again at any time.',
    reads: 'What the connector can read for you',
    yes: 'Yes',
    no: 'No',
    notGranted: 'not granted',
    limits: (tools: string) =>
      `Only what you can open yourself. Available tools: ${tools}. Your organization decides what is granted.`,
    /** Rich. */
    fewerTools:
      'To use fewer tools, add `?tools=` to the URL of the connector. This is a convenience, not a boundary: each client chooses its own URL.',
  },
};

/** The texts of all pages in one language. Complete by type: a language that lacks a text does not compile. */
export type Messages = typeof en;
