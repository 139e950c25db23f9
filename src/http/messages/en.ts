import type { EntraFailureKind } from '../../entra/aadsts-codes.ts';
import { entraErrorMessage } from '../../entra/error-messages.ts';
import type { ShownTokenErrorReason } from '../../entra/token-error.ts';
import { type AreaId, type CategoryId, areaIds, getArea } from '../../tenants/areas.ts';

const failures = Object.fromEntries(
  Object.entries(entraErrorMessage).map(([kind, { text }]) => [kind, text]),
) as Readonly<Record<EntraFailureKind, string>>;

/** The texts of an area. */
interface AreaTexts {
  readonly name: string;
  /** For the user whose data it is. */
  readonly opens: string;
  /** Ability with the lesser permission. */
  readonly opensInPart?: string;
  /** Ability that is lost without the permission, for administrators. */
  readonly gone: string;
}

const areaTexts = Object.fromEntries(
  areaIds.map((id): [AreaId, AreaTexts] => {
    const { name, opens, gone, reduced } = getArea(id);
    return [id, { name, opens, gone, ...(reduced && { opensInPart: reduced.opens }) }];
  }),
) as Readonly<Record<AreaId, AreaTexts>>;

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
    reads: 'It can read at most this, with your permissions',
    optional: 'If your organization has added them',
    limits: (host: string) =>
      `Only what you can open yourself, and only as much of this as your organization has granted: you see it at ${host}/me. Access lasts until you revoke it there, at most one year, and ends after 90 days without use.`,
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
  areas: areaTexts,
  categories: {
    mail: 'Mail',
    calendar: 'Calendar',
    files: 'Files and sites',
    teams: 'Teams',
    meetings: 'Meetings',
    people: 'People',
    tasks: 'Tasks',
    notes: 'Notes',
  } satisfies Readonly<Record<CategoryId, string>>,
  /** Titles of the tools by their names. */
  tools: {
    sharepoint_search: 'Search files and pages',
    sharepoint_folder_search: 'Search folders',
    outlook_email_search: 'Search mail',
    outlook_calendar_search: 'Search calendar',
    find_meeting_availability: 'Find meeting times',
    chat_message_search: 'Search Teams messages',
    people_search: 'Search people',
    task_search: 'Search tasks',
    note_search: 'Search notes',
    read_resource: 'Read content',
  },
  /** Credentials of the connector that expire soon, for its operator. */
  credentials: {
    certificate: 'certificate',
    secret: 'client secret',
    ends: (credential: string, application: string, day: string) =>
      `The ${credential} of the ${application} application ends on ${day}. Put a new one beside it:`,
    ended: (credential: string, application: string, day: string) =>
      `The ${credential} of the ${application} application ended on ${day}. Put a new one beside it:`,
  },
  /** Failures that Entra returned. */
  entra: failures,
  /** Reasons why the connector denies a sign-in that Entra accepted. `/mcp` and the token endpoint send the English text. */
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
  } satisfies Readonly<Record<ShownTokenErrorReason, string>> & Readonly<Record<string, string>>,
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
    redirect_invalid: {
      heading: 'The redirect URI is not valid',
      text: 'It must be an absolute URI of at most 512 characters in canonical spelling, without a fragment and a user name, and with http only on localhost, 127.0.0.1 or [::1]. Nothing was sent to it.',
      steps: [
        'You: do not continue if you did not start this sign-in.',
        'The developer of the application: send the redirect URI as a URL parser writes it, without white space, dot segments and the default port.',
      ],
    },
    redirect_refused: {
      heading: 'The redirect URI is not allowed',
      text: 'The redirect URI is not one of those that the application registered. Nothing was sent to it.',
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
    missing: (permission: string) => `needs ${permission}, which is not granted`,
    off: (permission: string) => `needs ${permission}, which your organization has disabled`,
    limits: (tools: string) =>
      `Only what you can open yourself. Available tools: ${tools}. Your organization decides what is granted.`,
    /** Rich. */
    fewerTools:
      'To use fewer tools, add `?tools=` to the URL of the connector. This is a convenience, not a boundary: each client chooses its own URL.',
  },
  admin: {
    title: 'Administration',
    pages: {
      overview: 'Overview',
      access: 'Access',
      permissions: 'Permissions',
      tools: 'Tools',
      clients: 'Clients',
      people: 'People',
      activity: 'Activity',
    },
    signedIn: 'Signed in',
    signOut: 'Sign out',
    credential: 'For the operator:',
    unknown: 'Not known',
    remove: 'Remove',
    add: 'Add',
    cancel: 'Cancel',
    switchOn: 'Switch on',
    switchOff: 'Switch off',
    signIn: {
      text: 'For Entra administrators: set the connector up for your organization, see what it may read and why, narrow it, and take access back.',
      /** Rich. */
      role: 'You need a role that may consent for the organization, such as Cloud Application Administrator or Global Administrator, or the app role `Connector.Admin` of M365 MCP Server. Signing in gives the connector nothing but your name and the list of granted permissions.',
      button: 'Sign in with Microsoft',
      notTitle: 'Not an administrator',
      notHeading: 'You are not an administrator here',
      notText: (user: string) =>
        `You are signed in as ${user}. These pages are for those who may consent for the organization (Application, Cloud Application, Privileged Role and Global Administrators) and for holders of the app role Connector.Admin.`,
      notHint: 'A role that was just assigned to you applies from the next sign-in.',
      ownPage: 'What you have connected yourself',
      other: 'Sign in with another account',
    },
    states: {
      closed_by_operator: {
        heading: 'Closed by the operator',
        text: 'The operator of this connector has not enabled your organization yet. Send them the tenant id below; nothing can be set up before.',
      },
      unknown: {
        heading: 'Not known',
        text: 'Microsoft did not return the granted permissions. Run the self-check to see why.',
      },
      not_set_up: {
        heading: 'Not set up yet',
        text: 'Nobody in your organization can use the connector before you consent. You can take every permission back at any time.',
      },
      half_set_up: {
        heading: 'Half set up',
        text: 'One of the two applications is ready, the other is not. Consent once more: both are requested, in the right order.',
      },
      switched_off: {
        heading: 'Switched off',
        text: 'An administrator of your organization has switched the connector off for everybody. What is granted in Entra is untouched.',
      },
      open_in_part: {
        heading: 'Open, with some abilities off',
        text: 'People can use the connector. Some permissions or tools are not granted, or switched off here.',
      },
      open: {
        heading: 'Open',
        text: 'People of your organization can use the connector, each with their own permissions in Microsoft 365.',
      },
    },
    setUp: {
      heading: 'Set-up',
      done: 'Done:',
      notDone: 'Not done:',
      enabled: 'The operator enables your organization',
      tenantId: 'Tenant id',
      tellOperator: 'Send it to the operator, who adds it to ALLOWED_TENANTS.',
      serverText: 'It reads Microsoft Graph for each user. You have just signed in to it.',
      applicationId: 'Application id',
      granted: (count: number, of: number) => `${count} of ${of} permissions`,
      grantedUnknown: 'Permissions not known',
      client: {
        ready: 'In your organization, and consented to.',
        missing: 'Not in your organization, not consented to, or disabled there. Consent adds it.',
        not_assigned:
          'In your organization, but you are not assigned to it. Assign yourself, or a group of yours, to both applications.',
        unknown: 'Not known: the self-check did not get that far.',
      },
      clientText: 'Users sign in to it; it reads nothing itself.',
      consent: 'Consent to everything',
      consentAgain: 'Consent to everything once more',
      choose: 'Choose permissions',
      afterUpdate: 'for example after an update that needs new permissions.',
    },
    handOut: {
      heading: 'Hand this out',
      text: 'People paste this URL into Claude, ChatGPT or another assistant, and sign in with their work account:',
      /** Rich. */
      next: 'Next: connect your own assistant and ask it something. The [start page](/) has the steps for each assistant; people end connections on [their own page](/me). Begin with a [pilot group](/admin/people).',
    },
    check: {
      heading: 'Self-check',
      text: 'Makes a complete request as you: sign-in, token exchange and search. Shows the step where it stops.',
      automatic: 'It runs by itself once you have consented.',
      lastRun: 'Last run',
      never: 'It has not run yet.',
      run: 'Run the self-check',
      outcomes: { ok: 'Works', failed: 'Stops here', skipped: 'Not tried' },
      codeLink: 'Microsoft’s description',
      traceId: 'Trace id',
      steps: {
        sign_in: 'M365 MCP Client signs you in',
        token: 'The connector accepts the access token',
        exchange: 'M365 MCP Server exchanges it for a Graph token',
        profile: 'Microsoft Graph responds',
        search: 'A search responds',
      },
      failed: 'The connector failed here. Report the time of this check to its operator.',
      reasons: {
        tenant_disabled: 'The connector is switched off for your organization, on these pages.',
        consent_step_up:
          'The application is not in your organization, or not consented to. Give consent above.',
        admin_consent_required:
          'The application is not consented to. Give consent above, with a role that may consent for the organization.',
        application_missing:
          'The application is not in your organization, or is disabled there. Give consent above, or enable it in Entra under Enterprise applications.',
        not_assigned:
          'You are not assigned to one of the two applications. Assign yourself, or a group of yours, to both.',
        blocked:
          'A Conditional Access policy of your organization blocks it. The trace id finds it in the sign-in log of Entra, also under non-interactive sign-ins.',
        tenant_not_allowed: 'The operator has not enabled your organization.',
        client_not_allowed: 'The operator has to set CLIENT_APP_ID to the id of M365 MCP Client.',
        client_unproven:
          'Microsoft issued a token to M365 MCP Client without its credential. The operator has to run the set-up again, with --confidential-client.',
        scope_missing: 'M365 MCP Server offers no permission access_as_user, or it was not consented to.',
        audience_mismatch: 'The operator has to set SERVER_APP_ID to the id of M365 MCP Server.',
        version_refused: 'M365 MCP Server has to issue v2 access tokens: run the set-up again.',
        issuer_mismatch: 'The organization is in another Microsoft cloud than the connector.',
        other_user: 'Microsoft signed somebody else in. Sign out of the other account, and try again.',
        revoked: 'Your sign-ins were revoked while this one was in progress. Try again.',
        access_denied: 'Microsoft Graph denies it to you.',
        permission_missing: 'A permission that the search needs is missing.',
        throttled: 'Microsoft Graph is throttling. Try again in a minute.',
        timed_out: 'Microsoft Graph did not respond in time. Try again in a moment.',
      },
    },
    connector: {
      heading: 'The connector',
      on: 'The connector is on for your organization.',
      off: 'The connector is switched off for everybody.',
      offText:
        'Switching it off takes effect within ten seconds. Connections stay, and work again once it is on. What is granted in Entra stays too: to take that back, delete both enterprise applications there.',
      switchOn: 'Switch the connector on',
      switchOff: 'Switch the connector off',
      revokeHeading: 'Revoke everybody',
      revokeText:
        'Ends every connection of your organization within ten seconds, and every sign-in to these pages, your own too. Everybody can connect again at once.',
      revoke: 'Revoke everybody',
    },
    rules: {
      modes: { off: 'Off', report: 'Report only', on: 'On' },
      setMode: { off: 'Switch off', report: 'Report only', on: 'Enforce' },
      reportHint:
        'Begin with “Report only”: nobody is denied, and this page counts how often the rule would have applied.',
      reported: (count: number) => `Would have applied ${count} times in 30 days.`,
      denied: (count: number) => `Denied ${count} times in 30 days.`,
      names: {
        bound_client: 'Only connections of your organization',
        network: 'Sign-ins from allowed networks only',
        network_at_mcp: 'Requests of clients from allowed networks only',
        directory_role: 'No holders of administrator roles',
      },
      texts: {
        bound_client:
          'Users can connect only through a client that you bind below, not from a personal account of an assistant. An owner enters the id and secret of the client in your workspace of Claude or ChatGPT. Existing connections of other clients end when they renew their tokens, within 90 minutes.',
        network:
          'The browser in which a user signs in must be in one of the networks: for a client, for /me and for these pages. Requests of the assistant come from its vendor and are not affected.',
        network_at_mcp:
          'For clients on devices in your network. Web clients such as Claude and ChatGPT send from their vendors’ networks: add those, or leave this off.',
        directory_role:
          'Administrators can open more than their own data. With this rule only accounts without a directory role may use the connector. It does not apply to these pages.',
      },
    },
    networks: {
      heading: 'Allowed networks',
      none: 'No network is listed. Add one before a rule denies sign-ins.',
      label: 'Network in CIDR notation',
      hint: 'For example 203.0.113.0/24 or 2001:db8::/32',
      yours: (address: string, isInside: boolean) =>
        `You are at ${address}, which is ${isInside ? 'inside' : 'outside'} the allowed networks.`,
    },
    labels: {
      heading: 'Sensitivity labels',
      text: 'Files and mails with a withheld label are neither listed nor read out. Names that you give here are shown in results, and users can search for them. The ids are in the Purview portal, or in PowerShell: Get-Label.',
      none: 'No label is listed.',
      id: 'Id of the label',
      idHint: 'For example 2096f6a2-d2f7-48be-b329-b73aaa526e5d',
      name: 'Name',
      nameHint: 'Shown in results. Leave it empty to keep the current name.',
      withhold: 'Withhold',
      show: 'Show',
      withheld: 'Withheld',
      shown: 'Shown',
      othersHeading: 'All other files and mails',
      othersText:
        'Those without a label, with a label that is not listed, or whose label the connector cannot find. It applies to files, mails, their attachments and transcripts. Teams messages, events, pages, lists, notes and tasks have no label that Microsoft 365 returns: switch their permissions off if nobody may read them here.',
    },
    permissions: {
      intro:
        'All permissions are delegated: the connector can never do more than the user who asks, and it writes nothing. Switch an area off and just that ability goes, for everybody, within ten seconds.',
      permission: 'Permission',
      state: 'State',
      tools: 'Tools',
      action: 'In the connector',
      chips: { granted: 'Granted', missing: 'Not granted', off: 'Switched off', optional: 'Optional' },
      areaOn: 'On',
      areaPart: 'In part',
      areaOff: 'Off',
      without: 'Gone without it:',
      adminsOnly: 'administrators only',
      consentChosen: 'Consent to the chosen ones',
      chooseAll: 'Choose all',
      chooseNone: 'Choose none',
      awayHeading: 'Permissions taken away in Entra',
      /** Before and after the link to Enterprise applications. */
      away: [
        'To take a permission away at Microsoft, open',
        'Enterprise applications',
        ', M365 MCP Server, Permissions, and revoke it there. It is used until access tokens expire, within 90 minutes, or until you re-read the permissions here: then it is gone within ten seconds, and nobody has to sign in again.',
      ],
      reread: 'Re-read permissions from Entra now',
      reviewTitle: 'Consent',
      reviewHeading: (count: number) =>
        `Consent to ${count} ${count === 1 ? 'permission' : 'permissions'}, in two steps`,
      reviewText:
        'Microsoft asks you twice: first for **M365 MCP Server** and what it may read, then for **M365 MCP Client**, which users sign in to. Afterwards you are back here.',
      continue: 'Continue to Microsoft',
      back: 'Back',
    },
    tools: {
      /** Rich. */
      intro:
        'The tools that assistants see. A tool that is switched off, or has no permission, is listed for nobody. Users can select fewer tools with `?tools=` in the URL of the connector.',
      tool: 'Tool',
      state: 'State',
      needs: 'Needs one of',
      whatItOpens: 'that of the content',
      action: 'In the connector',
      chips: { on: 'On', off: 'Switched off', noPermission: 'No permission' },
    },
    clients: {
      boundHeading: 'Clients of your organization',
      boundText:
        'Bind one client for each workspace. An owner of the workspace types id and secret under Advanced settings of the connector there.',
      none: 'No client is bound.',
      id: 'Client id',
      secret: 'Client secret',
      created: 'bound',
      name: 'Name, such as “Claude of our team”',
      bind: 'Bind a client',
      boundNow: 'The client is bound. Copy the secret now: it is shown only once.',
      continue: 'Done',
      recentHeading: 'Recent clients',
      recentText: 'Sign-ins and renewals of the last 30 days, by kind and host of the client.',
      noRecent: 'No client has connected in the last 30 days.',
      client: 'Client',
      count: 'Sign-ins and renewals',
      lastDay: 'Last day',
      kinds: {
        configured: 'configured by hand',
        bound: 'bound',
        registered: 'registered itself',
        document: 'published metadata',
        unverified_document: 'published metadata, not verified',
        other: 'other',
      },
    },
    people: {
      intro:
        'Without a restriction, everybody in your organization may use the connector. Begin with a pilot group: assignment in Entra is the strongest way, since Microsoft itself then denies everybody else.',
      open: 'Open',
      enterpriseApps: 'Enterprise applications',
      choose: 'and choose M365 MCP Server.',
      steps: [
        'Properties: set “Assignment required?” to Yes.',
        'Users and groups: add the group, as Connector user. Members of nested groups do not count.',
        'Do the same with M365 MCP Client: with one alone, users sign in and are denied afterwards.',
      ],
      hereHeading: 'Allowed groups and users',
      narrowed:
        'Only these may use the connector, if Entra lets them in. Changes take effect within ten seconds.',
      notNarrowed:
        'Nobody is named, so everybody whom Entra lets in may use it. As soon as you name somebody, nobody else may.',
      groupsHint:
        'Groups work where access tokens list the groups of a user; a user in more than 200 groups has to be named.',
      group: 'Group',
      user: 'User',
      addGroup: 'Add group',
      addUser: 'Add user',
      groupLabel: 'Object id of a group',
      groupIdHint:
        'You find it in Entra under Groups. By name, if GroupMember.Read.All is granted to M365 MCP Server.',
      userLabel: 'Name, address or object id of a user',
      revokeHeading: 'Revoke one user',
      revokeText:
        'Ends every connection that the user has made, in every assistant. They can connect again, unless Entra no longer lets them in: disable the account or remove the assignment there.',
      revokeUser: 'Revoke this user',
    },
    activity: {
      numbersHeading: 'The last 30 days',
      users: (count: number) => `${count} ${count === 1 ? 'user has' : 'users have'} used the connector.`,
      noContent:
        'Counted per day in UTC, without content and without queries. Sign-ins to /me and to these pages are not counted.',
      day: 'Day',
      signIns: 'Sign-ins of clients',
      refused: 'Refused',
      nothing: 'Nothing was counted yet.',
      refusalsHeading: 'Refusals by reason',
      reason: 'Reason',
      count: 'Count',
      lastDay: 'Last day',
      onlyReported: 'report only',
      changesHeading: 'Last changes',
      noChanges: 'Nobody has changed anything here. Consent is recorded by Entra, in its audit log.',
    },
    /** Between the actor and the subject. */
    changes: {
      disable: 'switched the connector off',
      enable: 'switched the connector on',
      tool_off: 'switched the tool off:',
      tool_on: 'switched the tool on:',
      permission_off: 'switched the permission off:',
      permission_on: 'switched the permission on:',
      allow_group: 'added the group',
      disallow_group: 'removed the group',
      allow_user: 'added the user',
      disallow_user: 'removed the user',
      allow_network: 'added the network',
      disallow_network: 'removed the network',
      rule_off: 'switched the rule off:',
      rule_report: 'set the rule to report only:',
      rule_on: 'enforced the rule:',
      withhold_label: 'withheld the sensitivity label',
      show_label: 'showed the sensitivity label',
      unlist_label: 'removed the sensitivity label',
      withhold_other_labels: 'withheld content without a listed label',
      show_other_labels: 'showed content without a listed label',
      bind_client: 'bound the client',
      unbind_client: 'removed the client',
      revoke_everybody: 'revoked everybody',
      reread_permissions: 'had the permissions re-read from Entra',
      revoke_user: 'revoked the user',
    },
    confirm: {
      title: 'Confirm',
      /** Questions. The subject is a name. */
      disable: 'Switch the connector off for everybody?',
      area_off: (name: string) => `Switch the area “${name}” off for everybody?`,
      tool_off: (name: string) => `Switch the tool “${name}” off for everybody?`,
      permission_off: (name: string) => `Switch the permission ${name} off for everybody?`,
      allow_first: (name: string) => `Let only “${name}” use the connector?`,
      disallow: (name: string) => `Take access away from “${name}”?`,
      disallow_network: (name: string) => `Remove the network ${name}?`,
      rule_on: (name: string) => `Enforce the rule “${name}”?`,
      withhold_label: (name: string) => `Withhold content with the sensitivity label “${name}”?`,
      unlist_label: (name: string) => `Remove the sensitivity label “${name}” from the list?`,
      withhold_other_labels: 'Withhold all files and mails without a listed label?',
      unbind_client: (name: string) => `Remove the client “${name}”?`,
      revoke_everybody: 'Revoke everybody?',
      revoke_user: (name: string) => `Revoke every connection of “${name}”?`,
      immediate: 'It takes effect within ten seconds, for connections that exist too.',
      affected: (count: number) =>
        count === 1
          ? 'It affects the one user of the last 30 days.'
          : `It affects up to ${count} users: those of the last 30 days.`,
      affectedOne: 'It affects one user.',
      affectedUnknown: 'How many users it affects is not known here.',
      unchecked: 'The object id could not be checked: the connector may not read the directory.',
      othersDenied: 'Everybody who is not named is denied.',
      lastOne: 'The list is empty afterwards: then everybody whom Entra lets in may use the connector.',
      yes: 'Yes, do it',
    },
    notices: {
      changed: 'Done. It takes effect for everybody within ten seconds.',
      changed_unchecked:
        'Done. The object id could not be checked: the connector may not read the directory.',
      unchanged: 'Nothing was changed: it already was as requested.',
      revoked_everybody:
        'Done. Every connection of your organization ends within ten seconds, and so has every sign-in to these pages.',
      revoked_user: 'Done. Every connection of that user has ended.',
      reread:
        'Done. Within ten seconds everybody has exactly the permissions that Entra grants now. Nobody has to sign in again.',
      malformed:
        'That is no object id. It looks like 0c0a0000-0000-4000-8000-00000000c0a0; you find it in Entra. Nothing was changed.',
      empty: 'Enter something first. Nothing was changed.',
      network_malformed:
        'That is no network. Write an address and a prefix length, such as 203.0.113.0/24. Nothing was changed.',
      label_malformed:
        'That is no id of a sensitivity label. It looks like 2096f6a2-d2f7-48be-b329-b73aaa526e5d. Nothing was changed.',
      name_malformed: 'Enter a name of at most 60 characters. Nothing was changed.',
      own_address_excluded:
        'Your own address would be outside the allowed networks, and you could not sign in here again. Add your network first. Nothing was changed.',
      unknown_subject: 'There is no such tool, permission, rule or label. Nothing was changed.',
      user_not_found: 'Your directory has no such user. Nothing was changed.',
      group_not_found: 'Your directory has no such group. Nothing was changed.',
      ambiguous: 'Several have this name. Enter the address or the object id. Nothing was changed.',
      groups_not_readable:
        'The connector may not read groups, so it finds them by object id only, and cannot check the id. You find it in Entra under Groups. Nothing was changed.',
      users_not_readable:
        'The connector may not read users (User.ReadBasic.All is not granted), so it finds them by object id only. Nothing was changed.',
      lookup_failed:
        'Your directory could not be read just now. Try again, or enter the object id. Nothing was changed.',
      full: 'The list is full: it takes 100 entries of a kind, 40 sensitivity labels and 20 bound clients. Nothing was changed.',
      consent_declined: 'Consent was canceled. What was accepted before that stays.',
      consent_refused:
        'Microsoft did not accept the consent. Consent for the organization needs the role Application, Cloud Application, Privileged Role or Global Administrator.',
      reauthentication:
        'You have signed in again. Nothing was changed: repeat the change within ten minutes.',
      nothing_chosen: 'Choose at least one permission.',
    },
  },
};

/** The texts of all pages in one language. Complete by type: a language that lacks a text does not compile. */
export type Messages = typeof en;
