import type { Messages } from './en.ts';

const connectAgain = 'Kehren Sie zur Anwendung zurück und verbinden Sie sich erneut.';

/** The texts of all pages in German. */
export const de: Messages = {
  lang: 'de',
  layout: {
    product: 'Microsoft-365-Connector',
    at: (host) => `auf ${host}`,
    skip: 'Zum Inhalt springen',
    footer:
      'Nur lesend: Der Connector kann nichts senden, ändern oder löschen, speichert keine Inhalte und sieht nie ein Kennwort.',
    copy: 'Kopieren',
    copied: 'Kopiert',
  },
  home: {
    title: 'Verbinden',
    heading: 'Ihr Microsoft 365, für Ihren Assistenten',
    intro:
      'Fragen Sie Claude oder einen anderen Assistenten, was Ihre Chefin zum Budget gesagt hat: Er findet die E-Mail, die Datei, die Besprechung. Er liest nur, was Sie selbst lesen können, mit Ihren eigenen Rechten. Ändern kann er nichts.',
    closed:
      'Noch ist keine Organisation zugelassen. Der Betreiber muss ihre Mandanten-ID in `ALLOWED_TENANTS` eintragen.',
    connect: 'Verbinden',
    giveUrl:
      'Geben Sie Ihrem Client diese URL und melden Sie sich mit Ihrem Arbeitskonto an, wenn er danach fragt:',
    claude:
      'Einstellungen, Connectors, **Add custom connector**: URL einfügen, erweiterte Einstellungen leer lassen, verbinden. In einem Team- oder Enterprise-Tarif fügt ihn zuerst ein Owner hinzu.',
    claudeCode: 'Dann `/mcp` und **Authenticate**.',
    chatgpt:
      'Einstellungen, Connectors, mit eingeschaltetem Developer Mode: einen mit der URL anlegen, Authentifizierung **OAuth**. Client-ID und Secret leer lassen.',
    install: (client) => `In ${client} installieren`,
    inFile: 'Oder in der Datei',
    other: 'Jeder andere MCP-Client',
    otherSteps:
      'Er braucht nur die URL: Der Autorisierungsserver wird darüber gefunden. Ein Client, der nur lokale Programme startet, nutzt diesen Befehl:',
    manage: 'Verwalten',
    me: '[Ihre Verbindungen](/me), deren Berechtigungen, und wie Sie sie beenden.',
    admin:
      '[Verwaltung](/admin) einer Organisation: Zustimmung, Berechtigungen, Werkzeuge und ein Selbsttest.',
  },
  unconfigured: {
    title: 'Nicht konfiguriert',
    heading: 'Der Connector ist noch nicht konfiguriert',
    text: 'Er lehnt jede Anfrage ab, bis sein Betreiber diese Variablen gesetzt hat:',
    steps:
      'In einem Checkout des Connectors registriert `npm run setup` die beiden Anwendungen in Microsoft Entra und setzt alle Variablen; `npm run deploy` prüft dann und stellt bereit.',
  },
  notFound: {
    heading: 'Seite nicht gefunden',
    text: 'Unter dieser URL hat der Connector keine Seite.',
    home: '[Startseite](/): wie Sie einen Client verbinden.',
  },
  consent: {
    title: (client) => `${client} verbinden?`,
    heading: (client) => `${client} mit Ihrem Microsoft 365 verbinden?`,
    next: 'Als Nächstes melden Sie sich bei Microsoft an. Der Connector sieht Ihr Kennwort nicht.',
    application: 'Anwendung',
    goesTo: 'Zugriff erhält',
    published: (host) => `(veröffentlicht von ${host})`,
    claimed: (host) => `(gibt an, unter ${host} veröffentlicht zu sein, nicht überprüft)`,
    notVerified: '(Name von der Anwendung gewählt, nicht überprüft)',
    configured: '(von Hand mit der Client-ID dieses Connectors konfiguriert)',
    bound: '(von einer Administratorin oder einem Administrator Ihrer Organisation eingerichtet)',
    loopback: (host) => `eine Anwendung auf diesem Computer (${host})`,
    forwarded: (host) => `eine Anwendung auf diesem Computer, über ${host}`,
    device: (target) => `eine Anwendung auf diesem Gerät (${target})`,
    reads: 'Sie kann mit Ihren Rechten höchstens dies lesen',
    optional: 'Wenn Ihre Organisation es zusätzlich gewährt hat',
    limits: (host) =>
      `Nur, was Sie selbst öffnen können, und nur so viel davon, wie Ihre Organisation gewährt hat: Sie sehen es unter ${host}/me. Der Zugriff gilt, bis Sie ihn dort widerrufen, höchstens ein Jahr, und endet nach 90 Tagen ohne Nutzung.`,
    warning: (client) => `Fahren Sie nur fort, wenn Sie dies gerade in ${client} begonnen haben.`,
    warningUnverified:
      'Fahren Sie nur fort, wenn Sie dies gerade in einer Anwendung begonnen haben, der Sie vertrauen. Jede Anwendung kann diesen Namen verwenden.',
    allow: 'Weiter zu Microsoft',
    deny: 'Abbrechen',
  },
  failure: {
    connectorHeadings: {
      user: 'Dieses Konto kann nicht verbunden werden',
      administrator: 'Ihre Administration muss dies zulassen',
      operator: 'Der Betreiber des Connectors muss dies beheben',
      nobody: 'Der Connector ist vorübergehend nicht verfügbar',
    },
    entraHeadings: {
      user: 'Microsoft konnte Sie nicht anmelden',
      administrator: 'Ihre Administration muss dies zulassen',
      operator: 'Der Connector ist falsch konfiguriert',
      nobody: 'Microsoft ist vorübergehend nicht verfügbar',
    },
    owner: 'Wer es beheben kann',
    owners: {
      user: 'Sie selbst',
      administrator: 'Die Entra-Administration Ihrer Organisation',
      operator: 'Der Betreiber dieses Connectors',
      nobody: 'Niemand: Versuchen Sie es in einigen Minuten erneut',
    },
    account: 'Verwendetes Konto',
    code: 'Code',
    codeLink: 'Beschreibung dieses Fehlers bei Microsoft',
    traceId: 'Trace-ID',
    correlationId: 'Korrelations-ID',
    time: 'Zeit',
    forward:
      'Senden Sie diese Werte an Ihre Administration, die die Anmeldung anhand der Trace-ID im Anmeldeprotokoll von Entra findet.',
    otherAccount: 'Anderes Konto verwenden',
    back: (client) => `Zurück zu ${client}`,
    links: {
      setUp: 'den Connector für die Organisation einrichten',
      assign: 'Benutzer in den Unternehmensanwendungen zuweisen',
      signInLog: 'die Anmeldung im Anmeldeprotokoll suchen',
      account: 'das Konto suchen',
    },
    unnamedClient: 'der Anwendung',
    adminClient: 'der Verwaltung',
    meClient: 'Ihren Verbindungen',
  },
  areas: {
    mail: {
      name: 'Eigene E-Mails',
      opens: 'Ihre Nachrichten und deren Anlagen',
      opensInPart: 'Betreff, Absender und Datum Ihrer Nachrichten',
      gone: 'das eigene Postfach',
    },
    sharedMail: {
      name: 'Freigegebene Postfächer',
      opens: 'Postfächer, die für Sie freigegeben sind',
      gone: 'Postfächer anderer',
    },
    calendar: {
      name: 'Eigener Kalender und Verfügbarkeit',
      opens: 'Ihre Termine, und wann andere frei sind',
      gone: 'die eigenen Termine und alle freien Zeiten',
    },
    sharedCalendars: {
      name: 'Freigegebene Kalender',
      opens: 'Kalender, die für Sie freigegeben sind',
      gone: 'Kalender anderer',
    },
    timeZone: {
      name: 'Zeitzone',
      opens: 'Ihre Zeitzone',
      gone: 'nichts, solange Calendars.Read gewährt ist; sonst gelten Zeiten in UTC',
    },
    sharePoint: {
      name: 'SharePoint',
      opens: 'SharePoint-Websites, Seiten und Dateien, die Sie öffnen können',
      gone: 'alles auf SharePoint-Websites: Websites, Seiten, Listen und Bibliotheken',
    },
    oneDrive: {
      name: 'Eigenes OneDrive',
      opens: 'Ihr OneDrive',
      gone: 'das eigene OneDrive',
    },
    sharedOneDrive: {
      name: 'OneDrive anderer',
      opens: 'Dateien, die andere aus ihrem OneDrive teilen',
      gone: 'alles im OneDrive anderer',
    },
    chats: {
      name: 'Chats',
      opens: 'Ihre Chats',
      opensInPart: 'Namen und Mitglieder Ihrer Chats',
      gone: 'Chats und ihre Nachrichten',
    },
    channels: {
      name: 'Kanalnachrichten',
      opens: 'Nachrichten in Ihren Kanälen',
      gone: 'Nachrichten in Kanälen',
    },
    teamList: {
      name: 'Liste der Teams',
      opens: 'Namen Ihrer Teams',
      gone: 'die Liste der Teams; was eine Suche findet, lässt sich weiter öffnen',
    },
    channelList: {
      name: 'Liste der Kanäle',
      opens: 'Namen ihrer Kanäle',
      gone: 'Liste und Namen der Kanäle; was eine Suche findet, lässt sich weiter öffnen',
    },
    meetings: {
      name: 'Onlinebesprechungen',
      opens: 'Angaben zu Onlinebesprechungen',
      gone: 'Transkripte, Notizen, Teilnahme und Aufzeichnungen; die Termine bleiben',
    },
    transcripts: {
      name: 'Transkripte',
      opens: 'Transkripte Ihrer Besprechungen',
      gone: 'Transkripte',
    },
    aiNotes: {
      name: 'KI-Notizen zu Besprechungen',
      opens: 'KI-Notizen und Aufgaben daraus',
      gone: 'KI-Notizen und Aufgaben daraus',
    },
    attendance: {
      name: 'Teilnahme an Besprechungen',
      opens: 'die Teilnahme',
      gone: 'die Teilnahme',
    },
    recordings: {
      name: 'Aufzeichnungen von Besprechungen',
      opens: 'Links zu Aufzeichnungen',
      gone: 'Links zu Aufzeichnungen',
    },
    profile: {
      name: 'Eigenes Profil',
      opens: 'Ihr Profil',
      gone: 'Position und Adressen des Benutzers; der Name kommt mit der Anmeldung',
    },
    people: {
      name: 'Personen nach Namen',
      opens: 'Namen von Kollegen',
      gone: 'die Suche nach Namen; mit Adressen geht es weiter',
    },
    profiles: {
      name: 'Profile von Kollegen',
      opens: 'Positionen, Abteilungen, Büros, Vorgesetzte und Mitarbeiter von Kollegen',
      gone: 'Positionen, Abteilungen, Büros, Vorgesetzte und Mitarbeiter; Namen und Adressen bleiben',
    },
    relevantPeople: {
      name: 'Personen, mit denen der Benutzer arbeitet',
      opens: 'die Personen, mit denen Sie arbeiten',
      gone: 'die Personen, mit denen der Benutzer arbeitet; das Verzeichnis bleibt',
    },
    presence: {
      name: 'Anwesenheit',
      opens: 'wer gerade in Teams verfügbar ist',
      gone: 'die Anwesenheit; freie Zeiten im Kalender bleiben',
    },
    tasks: {
      name: 'Aufgaben',
      opens: 'Ihre Aufgaben in Planner und To Do',
      gone: 'Aufgaben',
    },
    notes: {
      name: 'Notizen',
      opens: 'Notizbücher in OneNote, die Sie öffnen können',
      opensInPart: 'Ihre eigenen Notizbücher in OneNote',
      gone: 'Notizen',
    },
  },
  categories: {
    mail: 'E-Mail',
    calendar: 'Kalender',
    files: 'Dateien und Websites',
    teams: 'Teams',
    meetings: 'Besprechungen',
    people: 'Personen',
    tasks: 'Aufgaben',
    notes: 'Notizen',
  },
  tools: {
    sharepoint_search: 'Dateien und Seiten suchen',
    sharepoint_folder_search: 'Ordner suchen',
    outlook_email_search: 'E-Mails suchen',
    outlook_calendar_search: 'Kalender durchsuchen',
    find_meeting_availability: 'Besprechungszeiten finden',
    chat_message_search: 'Teams-Nachrichten suchen',
    people_search: 'Personen suchen',
    task_search: 'Aufgaben suchen',
    note_search: 'Notizen suchen',
    read_resource: 'Inhalte lesen',
  },
  credentials: {
    certificate: 'Zertifikat',
    secret: 'Clientgeheimnis',
    ends: (credential, application, day) =>
      `Das ${credential} der Anwendung ${application} läuft am ${day} ab. Richten Sie zusätzlich ein neues ein:`,
    ended: (credential, application, day) =>
      `Das ${credential} der Anwendung ${application} ist am ${day} abgelaufen. Richten Sie zusätzlich ein neues ein:`,
  },
  entra: {
    claims_step_up:
      'Microsoft verlangt einen weiteren Anmeldeschritt, etwa eine mehrstufige Authentifizierung. Melden Sie sich erneut am Connector an.',
    device_step_up:
      'Ihre Organisation verlangt ein verwaltetes oder konformes Gerät. Melden Sie sich von einem solchen Gerät erneut am Connector an.',
    consent_step_up:
      'Den Berechtigungen des Connectors wurde nicht zugestimmt. Melden Sie sich erneut an und stimmen Sie zu, oder bitten Sie Ihre Administration, für die Organisation zuzustimmen.',
    admin_consent_required:
      'Die Entra-Administration Ihrer Organisation muss dem Connector zuerst zustimmen.',
    application_missing:
      'Der Connector ist in Ihrer Organisation nicht eingerichtet oder dort deaktiviert. Die Entra-Administration muss seine beiden Unternehmensanwendungen hinzufügen.',
    not_assigned:
      'Sie sind dem Connector nicht zugewiesen. Die Entra-Administration muss Sie oder eine Ihrer Gruppen beiden Unternehmensanwendungen zuweisen.',
    wrong_account:
      'Dieses Konto gehört nicht zur Organisation. Melden Sie sich mit einem Arbeitskonto der Organisation an.',
    blocked:
      'Eine Richtlinie für bedingten Zugriff Ihrer Organisation blockiert den Connector. Die Administration findet den Grund im Protokoll der nicht interaktiven Anmeldungen.',
    sign_in_again:
      'Die Anmeldung ist abgelaufen oder wurde widerrufen. Melden Sie sich erneut am Connector an.',
    assertion_rejected:
      'Microsoft hat das Zugriffstoken nicht akzeptiert. Melden Sie sich erneut am Connector an.',
    account_disabled:
      'Das Konto ist deaktiviert oder gesperrt, oder Microsoft hat die Anmeldung wegen ihrer IP-Adresse blockiert. Die Administration findet den Grund im Anmeldeprotokoll.',
    password_expired:
      'Ihr Kennwort ist abgelaufen. Melden Sie sich erneut am Connector an und ändern Sie es.',
    credential_fault:
      'Die Anmeldeinformationen des Connectors selbst sind ungültig oder abgelaufen. Der Betreiber muss sie erneuern.',
    request_fault:
      'Microsoft hat die Anfrage des Connectors als ungültig abgelehnt. Wenden Sie sich an den Betreiber des Connectors.',
    wrong_cloud: 'Die Organisation ist in einer anderen Microsoft-Cloud als der Connector.',
    throttled: 'Microsoft drosselt den Connector. Versuchen Sie es später erneut.',
    unavailable:
      'Der Anmeldedienst von Microsoft hat nicht geantwortet. Versuchen Sie es gleich noch einmal.',
    loop_detected:
      'Microsoft hat zu viele gleiche Anfragen erhalten. Warten Sie einige Minuten und versuchen Sie es dann erneut.',
  },
  denials: {
    revoked: 'Diese Anmeldung wurde widerrufen. Melden Sie sich erneut am Connector an.',
    policy_unavailable:
      'Die Einstellungen Ihrer Organisation sind nicht lesbar. Versuchen Sie es gleich noch einmal.',
    tenant_disabled:
      'Die Administration Ihrer Organisation hat diesen Connector abgeschaltet. Sie kann ihn auf der Seite /admin wieder einschalten.',
    not_allowed:
      'Ihre Organisation lässt nur bestimmte Personen und Gruppen zu, und Sie gehören nicht dazu. Die Administration kann Sie auf der Seite /admin hinzufügen.',
    groups_unknown:
      'Ihre Organisation lässt nur bestimmte Gruppen zu, und Ihre Anmeldung enthält Ihre Gruppen nicht. Die Administration kann Sie auf der Seite /admin einzeln hinzufügen.',
    client_not_bound:
      'Ihre Organisation lässt nur ihre eigenen Verbindungen von Assistenten zu. Verwenden Sie den Connector im Arbeitsbereich Ihrer Organisation, nicht in einem persönlichen Konto des Assistenten.',
    network_not_allowed:
      'Ihre Organisation lässt den Connector nur aus ihren eigenen Netzen zu. Verbinden Sie sich von dort, zum Beispiel über ihr VPN.',
    directory_role:
      'Ihre Organisation lässt Konten mit Administratorrollen nicht zu. Verwenden Sie ein Konto ohne solche Rolle.',
    personal_account:
      'Persönliche Microsoft-Konten können diesen Connector nicht verwenden. Melden Sie sich mit einem Arbeits- oder Schulkonto an.',
    agent_identity: 'Dieser Connector akzeptiert keine Agentenidentitäten. Melden Sie sich als Benutzer an.',
    tenant_not_allowed:
      'Ihre Organisation ist in diesem Connector nicht freigeschaltet. Der Betreiber muss sie freischalten.',
    client_not_allowed:
      'Die Anwendung, mit der Sie sich angemeldet haben, ist in diesem Connector nicht freigeschaltet. Der Betreiber kann sie freischalten.',
    client_unproven:
      'Dieses Zugriffstoken wurde nicht über den Connector ausgestellt. Verbinden Sie sich erneut mit der URL des Connectors.',
    scope_missing: 'Dem Zugriffstoken fehlt der Bereich dieses Connectors. Melden Sie sich erneut an.',
    keys_unavailable: 'Zugriffstokens sind zurzeit nicht prüfbar. Versuchen Sie es in Kürze erneut.',
    other_user:
      'Sie haben sich mit einem anderen Konto als zuvor angemeldet. Verbinden Sie sich erneut und wählen Sie das Konto von vorher.',
  },
  problems: {
    whatToDo: 'Was zu tun ist',
    rejected: 'Abgelehnter Wert',
    requestId: 'Anfrage-ID',
    request_malformed: {
      heading: 'Der Anmeldelink ist unvollständig',
      text: 'Der Link muss eine client_id und eine redirect_uri enthalten.',
      steps: [connectAgain],
    },
    client_unknown: {
      heading: 'Unbekannte Anwendung',
      text: 'Die Client-ID der Anwendung stammt nicht von diesem Connector, oder ihr Schlüssel wurde ausgemustert.',
      steps: [
        'Entfernen Sie den Connector aus der Anwendung und fügen Sie ihn neu hinzu, damit sie sich neu registriert.',
        'Fragt die Anwendung nach einer Client-ID, verwenden Sie die, die Ihnen der Betreiber des Connectors gibt.',
      ],
    },
    document_unavailable: {
      heading: 'Die Anwendung ist nicht zu identifizieren',
      text: 'Die Client-ID ist die URL eines Client-Metadatendokuments, das der Connector nicht lesen kann. Es muss JSON unter einer öffentlichen https-URL sein, mit der eigenen URL als client_id und mit redirect_uris.',
      steps: [
        'Sie: Versuchen Sie es in einigen Minuten erneut.',
        'Der Herausgeber der Anwendung: Prüfen Sie, dass das Dokument ohne Umleitung abrufbar ist, in fünf Sekunden und mit höchstens 64 KB.',
      ],
    },
    document_untrusted: {
      heading: 'Der Redirect-URI ist nicht zulässig',
      text: 'Der Connector kennt den Herausgeber dieser Anwendung nicht. Anwendungen unbekannter Herausgeber erhalten Zugriff nur auf diesem Computer: http auf localhost, 127.0.0.1 oder [::1]. An den Redirect-URI wurde nichts gesendet.',
      steps: [
        'Sie: Fahren Sie nicht fort, wenn Sie diese Anmeldung nicht begonnen haben.',
        'Der Betreiber des Connectors: Wenn Sie dem Herausgeber vertrauen, tragen Sie die URL unten in TRUSTED_CLIENT_METADATA ein.',
      ],
    },
    document_not_allowed: {
      heading: 'Diese Anwendung ist nicht zugelassen',
      text: 'Der Betreiber des Connectors lässt nur andere Anwendungen zu.',
      steps: [
        'Der Betreiber des Connectors: Tragen Sie die URL unten oder ihren Host in ALLOWED_CLIENT_METADATA ein.',
      ],
    },
    client_blocked: {
      heading: 'Diese Anwendung ist gesperrt',
      text: 'Der Betreiber des Connectors hat diese Anwendung gesperrt.',
      steps: ['Der Betreiber des Connectors: Entfernen Sie ihre Client-ID aus BLOCKED_MCP_CLIENTS.'],
    },
    registration_disabled: {
      heading: 'Die Registrierung ist abgeschaltet',
      text: 'Die Anwendung hat sich selbst registriert, was der Betreiber des Connectors nicht zulässt.',
      steps: [
        'Sie: Fragt die Anwendung nach einer Client-ID, verwenden Sie die, die Ihnen der Betreiber des Connectors gibt.',
        'Der Betreiber des Connectors: Setzen Sie CLIENT_REGISTRATION auf on.',
      ],
    },
    redirect_host_not_allowed: {
      heading: 'Der Redirect-URI ist nicht zulässig',
      text: 'Der Betreiber des Connectors lässt nur Redirect-URIs anderer Hosts zu. An den Redirect-URI wurde nichts gesendet.',
      steps: [
        'Der Betreiber des Connectors: Tragen Sie den Host des Redirect-URI in ALLOWED_REDIRECT_HOSTS ein.',
      ],
    },
    redirect_unknown: {
      heading: 'Der Redirect-URI ist nicht zulässig',
      text: 'Zulässig sind http auf localhost, 127.0.0.1 oder [::1] und die Redirect-URIs bekannter Anwendungen. An diesen wurde nichts gesendet.',
      steps: [
        'Sie: Fahren Sie nicht fort, wenn Sie diese Anmeldung nicht begonnen haben.',
        'Der Betreiber des Connectors: Wenn die Anwendung Ihre ist, tragen Sie den URI unten in TRUSTED_REDIRECT_URIS ein.',
      ],
    },
    redirect_invalid: {
      heading: 'Der Redirect-URI ist nicht gültig',
      text: 'Er muss ein absoluter URI von höchstens 512 Zeichen in kanonischer Schreibung sein, ohne Fragment und Benutzernamen, und mit http nur auf localhost, 127.0.0.1 oder [::1]. An ihn wurde nichts gesendet.',
      steps: [
        'Sie: Fahren Sie nicht fort, wenn Sie diese Anmeldung nicht begonnen haben.',
        'Entwickler der Anwendung: Senden Sie den Redirect-URI so, wie ein URL-Parser ihn schreibt, ohne Leerraum, Punktsegmente und den Standardport.',
      ],
    },
    redirect_refused: {
      heading: 'Der Redirect-URI ist nicht zulässig',
      text: 'Der Redirect-URI ist keiner von denen, die die Anwendung registriert hat. An ihn wurde nichts gesendet.',
      steps: [
        'Sie: Fahren Sie nicht fort, wenn Sie diese Anmeldung nicht begonnen haben.',
        'Entwickler der Anwendung: Registrieren Sie den genauen Redirect-URI. Nur der Port von localhost, 127.0.0.1 und [::1] darf abweichen.',
      ],
    },
    consent_stale: {
      heading: 'Diese Seite ist abgelaufen',
      text: 'Die Zustimmungsseite gilt zehn Minuten, in dem Browser, der sie geöffnet hat, mit eingeschalteten Cookies.',
      steps: [connectAgain],
    },
    sign_in_unknown: {
      heading: 'Unbekannte oder abgelaufene Anmeldung',
      text: 'Die Anmeldung hat länger als zehn Minuten gedauert oder wurde nicht hier begonnen.',
      steps: [connectAgain],
    },
    other_browser: {
      heading: 'Die Anmeldung wurde in einem anderen Browser begonnen',
      text: 'Eine Anmeldung muss in dem Browser enden, in dem sie begann, mit eingeschalteten Cookies. Wenn Ihnen jemand diesen Link geschickt hat, versucht er vielleicht, Ihr Konto zu benutzen.',
      steps: ['Wenn Sie sie selbst begonnen haben, verbinden Sie sich erneut in einem einzigen Browser.'],
    },
    already_finished: {
      heading: 'Diese Anmeldung ist schon abgeschlossen',
      text: 'Die Anwendung hat das Ergebnis erhalten. Sie können dieses Fenster schließen.',
      steps: ['Ist die Anwendung nicht verbunden, kehren Sie zu ihr zurück und verbinden Sie sich erneut.'],
    },
    page_stale: {
      heading: 'Diese Seite ist veraltet',
      text: 'Sie haben sich inzwischen neu angemeldet, oder Ihre Sitzung ist abgelaufen. Es wurde nichts geändert.',
      steps: ['Öffnen Sie die Seite neu und wiederholen Sie die Änderung.'],
    },
    account_refused: {
      heading: 'Dieses Konto kann den Connector nicht verwenden',
      text: 'Microsoft hat Sie angemeldet, aber dies ist ein persönliches Konto, oder seine Organisation ist in diesem Connector nicht freigeschaltet.',
      steps: ['Melden Sie sich mit einem Arbeits- oder Schulkonto einer freigeschalteten Organisation an.'],
    },
    unexpected: {
      heading: 'Im Connector ist ein Fehler aufgetreten',
      text: 'Ihr Konto ist nicht betroffen.',
      steps: [
        'Sie: Versuchen Sie es gleich noch einmal.',
        'Scheitert es erneut, senden Sie die Anfrage-ID unten an den Betreiber des Connectors.',
      ],
    },
  },
  me: {
    title: 'Ihre Verbindungen',
    intro:
      'Melden Sie sich an, um zu sehen, was dieser Connector für Sie lesen kann und welche Anwendungen Sie verbunden haben, und um deren Zugriff zu widerrufen.',
    signIn: 'Mit Microsoft anmelden',
    signOut: 'Abmelden',
    account: 'Konto',
    organization: 'Organisation',
    unnamed: 'Ohne Namen',
    applications: 'Verbundene Anwendungen',
    noApplications: 'Keine verbundenen Anwendungen.',
    count: (shown, total) => `${shown} von ${total}`,
    connected: 'Verbunden',
    lastUsed: 'zuletzt genutzt',
    disconnect: 'Trennen',
    disconnected: 'Getrennt. Die Anwendung hat keinen Zugriff mehr.',
    unknownConnection: 'Diese Verbindung gibt es nicht mehr. Es wurde nichts geändert.',
    newer: 'Neuere',
    older: 'Ältere',
    pages: 'Seiten der Verbindungen',
    disconnectAll: 'Alle trennen',
    revokeAll: 'Allen Zugriff widerrufen',
    revokedHeading: 'Alle Anwendungen sind getrennt',
    revoked:
      'Keine Anwendung hat mehr über diesen Connector Zugriff auf Ihr Microsoft 365. Der Connector speichert keine Inhalte. Sie können sich jederzeit neu verbinden.',
    reads: 'Was der Connector für Sie lesen kann',
    yes: 'Ja',
    no: 'Nein',
    missing: (permission) => `braucht ${permission}, nicht gewährt`,
    off: (permission) => `braucht ${permission}, von Ihrer Organisation abgeschaltet`,
    limits: (tools) =>
      `Nur, was Sie selbst öffnen können. Verfügbare Werkzeuge: ${tools}. Was gewährt ist, entscheidet Ihre Organisation.`,
    fewerTools:
      'Für weniger Werkzeuge hängen Sie `?tools=` an die URL des Connectors an. Das ist eine Bequemlichkeit, keine Grenze: Jeder Client wählt seine eigene URL.',
  },
  admin: {
    title: 'Verwaltung',
    pages: {
      overview: 'Übersicht',
      access: 'Zugriff',
      permissions: 'Berechtigungen',
      tools: 'Werkzeuge',
      clients: 'Clients',
      people: 'Personen',
      activity: 'Aktivität',
    },
    signedIn: 'Angemeldet',
    signOut: 'Abmelden',
    credential: 'Für den Betreiber:',
    unknown: 'Unbekannt',
    remove: 'Entfernen',
    add: 'Hinzufügen',
    cancel: 'Abbrechen',
    switchOn: 'Einschalten',
    switchOff: 'Abschalten',
    signIn: {
      text: 'Für Entra-Administratoren: den Connector für Ihre Organisation einrichten, sehen, was er lesen darf und warum, ihn einschränken und Zugriff zurücknehmen.',
      role: 'Sie brauchen eine Rolle, die für die Organisation zustimmen darf, etwa Cloudanwendungsadministrator oder Globaler Administrator, oder die App-Rolle `Connector.Admin` von M365 MCP Server. Die Anmeldung gibt dem Connector nur Ihren Namen und die Liste der gewährten Berechtigungen.',
      button: 'Mit Microsoft anmelden',
      notTitle: 'Keine Administratorrolle',
      notHeading: 'Sie verwalten diesen Connector nicht',
      notText: (user) =>
        `Sie sind als ${user} angemeldet. Diese Seiten sind für alle, die für die Organisation zustimmen dürfen (Anwendungsadministrator, Cloudanwendungsadministrator, Administrator für privilegierte Rollen, Globaler Administrator), und für Inhaber der App-Rolle Connector.Admin.`,
      notHint: 'Eine eben erst vergebene Rolle gilt ab der nächsten Anmeldung.',
      ownPage: 'Was Sie selbst verbunden haben',
      other: 'Mit anderem Konto anmelden',
    },
    states: {
      closed_by_operator: {
        heading: 'Vom Betreiber geschlossen',
        text: 'Der Betreiber dieses Connectors hat Ihre Organisation noch nicht freigeschaltet. Senden Sie ihm die Mandanten-ID unten; vorher lässt sich nichts einrichten.',
      },
      unknown: {
        heading: 'Unbekannt',
        text: 'Microsoft hat die gewährten Berechtigungen nicht zurückgegeben. Der Selbsttest zeigt den Grund.',
      },
      not_set_up: {
        heading: 'Noch nicht eingerichtet',
        text: 'Vor Ihrer Zustimmung kann niemand in Ihrer Organisation den Connector verwenden. Sie können jede Berechtigung jederzeit zurücknehmen.',
      },
      half_set_up: {
        heading: 'Halb eingerichtet',
        text: 'Eine der beiden Anwendungen ist bereit, die andere nicht. Stimmen Sie noch einmal zu: Beide werden angefordert, in der richtigen Reihenfolge.',
      },
      switched_off: {
        heading: 'Abgeschaltet',
        text: 'Jemand aus Ihrer Administration hat den Connector für alle abgeschaltet. Was in Entra gewährt ist, bleibt unberührt.',
      },
      open_in_part: {
        heading: 'Offen, zum Teil abgeschaltet',
        text: 'Der Connector ist nutzbar. Einige Berechtigungen oder Werkzeuge sind nicht gewährt oder hier abgeschaltet.',
      },
      open: {
        heading: 'Offen',
        text: 'Alle in Ihrer Organisation können den Connector verwenden, jeder mit den eigenen Rechten in Microsoft 365.',
      },
    },
    setUp: {
      heading: 'Einrichtung',
      done: 'Erledigt:',
      notDone: 'Nicht erledigt:',
      enabled: 'Der Betreiber schaltet Ihre Organisation frei',
      tenantId: 'Mandanten-ID',
      tellOperator: 'Senden Sie sie dem Betreiber, der sie in ALLOWED_TENANTS einträgt.',
      serverText: 'Liest Microsoft Graph für jeden Benutzer. Sie haben sich gerade daran angemeldet.',
      applicationId: 'Anwendungs-ID',
      granted: (count, of) => `${count} von ${of} Berechtigungen`,
      grantedUnknown: 'Berechtigungen unbekannt',
      client: {
        ready: 'In Ihrer Organisation, mit Zustimmung.',
        missing:
          'Nicht in Ihrer Organisation, ohne Zustimmung oder dort deaktiviert. Die Zustimmung fügt sie hinzu.',
        not_assigned:
          'In Ihrer Organisation, aber Sie sind ihr nicht zugewiesen. Weisen Sie sich selbst oder eine Ihrer Gruppen beiden Anwendungen zu.',
        unknown: 'Unbekannt: Der Selbsttest kam nicht so weit.',
      },
      clientText: 'Daran melden sich Benutzer an; sie selbst liest nichts.',
      consent: 'Allem zustimmen',
      consentAgain: 'Noch einmal allem zustimmen',
      choose: 'Berechtigungen wählen',
      afterUpdate: 'zum Beispiel nach einem Update, das neue Berechtigungen braucht.',
    },
    handOut: {
      heading: 'Zum Weitergeben',
      text: 'Diese URL fügen Benutzer in Claude, ChatGPT oder einen anderen Assistenten ein und melden sich mit ihrem Arbeitskonto an:',
      next: 'Als Nächstes: Verbinden Sie Ihren eigenen Assistenten und fragen Sie ihn etwas. Die [Startseite](/) hat die Schritte für jeden Assistenten; Verbindungen beendet jeder auf [seiner eigenen Seite](/me). Beginnen Sie mit einer [Pilotgruppe](/admin/people).',
    },
    check: {
      heading: 'Selbsttest',
      text: 'Führt eine vollständige Anfrage in Ihrem Namen aus: Anmeldung, Tokenaustausch und Suche. Zeigt, bei welchem Schritt sie endet.',
      automatic: 'Er läuft von selbst, sobald Sie zugestimmt haben.',
      lastRun: 'Zuletzt',
      never: 'Er ist noch nicht gelaufen.',
      run: 'Selbsttest starten',
      outcomes: { ok: 'Funktioniert', failed: 'Endet hier', skipped: 'Nicht versucht' },
      codeLink: 'Beschreibung bei Microsoft',
      traceId: 'Trace-ID',
      steps: {
        sign_in: 'M365 MCP Client meldet Sie an',
        token: 'Der Connector akzeptiert das Zugriffstoken',
        exchange: 'M365 MCP Server tauscht es gegen ein Graph-Token',
        profile: 'Microsoft Graph antwortet',
        search: 'Eine Suche antwortet',
      },
      failed: 'Der Connector ist hier gescheitert. Nennen Sie dem Betreiber die Zeit dieses Tests.',
      reasons: {
        tenant_disabled: 'Der Connector ist für Ihre Organisation abgeschaltet, auf diesen Seiten.',
        consent_step_up:
          'Die Anwendung ist nicht in Ihrer Organisation, oder ohne Zustimmung. Stimmen Sie oben zu.',
        admin_consent_required:
          'Der Anwendung wurde nicht zugestimmt. Stimmen Sie oben zu, mit einer Rolle, die für die Organisation zustimmen darf.',
        application_missing:
          'Die Anwendung ist nicht in Ihrer Organisation oder dort deaktiviert. Stimmen Sie oben zu, oder aktivieren Sie sie in Entra unter Unternehmensanwendungen.',
        not_assigned:
          'Sie sind einer der beiden Anwendungen nicht zugewiesen. Weisen Sie sich selbst oder eine Ihrer Gruppen beiden zu.',
        blocked:
          'Eine Richtlinie für bedingten Zugriff blockiert es. Die Trace-ID findet die Anmeldung im Anmeldeprotokoll von Entra, auch unter nicht interaktiven Anmeldungen.',
        tenant_not_allowed: 'Der Betreiber hat Ihre Organisation nicht freigeschaltet.',
        client_not_allowed: 'Der Betreiber muss CLIENT_APP_ID auf die ID von M365 MCP Client setzen.',
        client_unproven:
          'Microsoft hat M365 MCP Client ein Token ohne dessen Anmeldeinformationen ausgestellt. Der Betreiber muss die Einrichtung mit --confidential-client wiederholen.',
        scope_missing:
          'M365 MCP Server bietet keine Berechtigung access_as_user an, oder ihr wurde nicht zugestimmt.',
        audience_mismatch: 'Der Betreiber muss SERVER_APP_ID auf die ID von M365 MCP Server setzen.',
        version_refused:
          'M365 MCP Server muss v2-Zugriffstokens ausstellen: Wiederholen Sie die Einrichtung.',
        issuer_mismatch: 'Die Organisation ist in einer anderen Microsoft-Cloud als der Connector.',
        other_user:
          'Microsoft hat jemand anderen angemeldet. Melden Sie das andere Konto ab und versuchen Sie es erneut.',
        revoked: 'Ihre Anmeldungen wurden währenddessen widerrufen. Versuchen Sie es erneut.',
        access_denied: 'Microsoft Graph verweigert es Ihnen.',
        permission_missing: 'Eine Berechtigung fehlt, die die Suche braucht.',
        throttled: 'Microsoft Graph drosselt. Versuchen Sie es in einer Minute erneut.',
        timed_out: 'Microsoft Graph hat nicht rechtzeitig geantwortet. Versuchen Sie es gleich noch einmal.',
      },
    },
    connector: {
      heading: 'Der Connector',
      on: 'Der Connector ist für Ihre Organisation eingeschaltet.',
      off: 'Der Connector ist für alle abgeschaltet.',
      offText:
        'Das Abschalten wirkt innerhalb von zehn Sekunden. Verbindungen bleiben und funktionieren nach dem Einschalten wieder. Auch was in Entra gewährt ist, bleibt: Um das zurückzunehmen, löschen Sie dort beide Unternehmensanwendungen.',
      switchOn: 'Connector einschalten',
      switchOff: 'Connector abschalten',
      revokeHeading: 'Allen den Zugriff entziehen',
      revokeText:
        'Beendet innerhalb von zehn Sekunden jede Verbindung Ihrer Organisation und jede Anmeldung an diesen Seiten, auch Ihre. Alle können sich sofort neu verbinden.',
      revoke: 'Allen entziehen',
    },
    rules: {
      modes: { off: 'Aus', report: 'Nur melden', on: 'An' },
      setMode: { off: 'Abschalten', report: 'Nur melden', on: 'Durchsetzen' },
      reportHint:
        'Beginnen Sie mit „Nur melden“: Niemand wird abgewiesen, und hier steht, wie oft die Regel gegriffen hätte.',
      reported: (count) => `Hätte in 30 Tagen ${count}-mal gegriffen.`,
      denied: (count) => `In 30 Tagen ${count}-mal abgewiesen.`,
      names: {
        bound_client: 'Nur Verbindungen Ihrer Organisation',
        network: 'Anmeldungen nur aus zugelassenen Netzen',
        network_at_mcp: 'Anfragen der Clients nur aus zugelassenen Netzen',
        directory_role: 'Keine Konten mit Administratorrollen',
      },
      texts: {
        bound_client:
          'Verbinden kann man sich nur über einen Client, den Sie unten binden, nicht mit einem persönlichen Konto eines Assistenten. Ein Owner trägt ID und Secret des Clients in Ihren Arbeitsbereich von Claude oder ChatGPT ein. Bestehende Verbindungen anderer Clients enden, wenn sie ihre Tokens erneuern, innerhalb von 90 Minuten.',
        network:
          'Der Browser, in dem man sich anmeldet, muss in einem der Netze sein: für einen Client, für /me und für diese Seiten. Anfragen des Assistenten kommen von seinem Anbieter und sind nicht betroffen.',
        network_at_mcp:
          'Für Clients auf Geräten in Ihrem Netz. Web-Clients wie Claude und ChatGPT senden aus den Netzen ihrer Anbieter: Fügen Sie diese hinzu, oder lassen Sie die Regel aus.',
        directory_role:
          'Administratoren können mehr als ihre eigenen Daten öffnen. Mit dieser Regel sind nur Konten ohne Verzeichnisrolle zugelassen. Für diese Seiten gilt sie nicht.',
      },
    },
    networks: {
      heading: 'Zugelassene Netze',
      none: 'Es ist kein Netz eingetragen. Fügen Sie eines hinzu, bevor eine Regel Anmeldungen abweist.',
      label: 'Netz in CIDR-Schreibweise',
      hint: 'Zum Beispiel 203.0.113.0/24 oder 2001:db8::/32',
      yours: (address, isInside) =>
        `Ihre Adresse ist ${address}, ${isInside ? 'innerhalb' : 'außerhalb'} der zugelassenen Netze.`,
    },
    labels: {
      heading: 'Vertraulichkeitsbezeichnungen',
      text: 'Dateien und Mails mit einer zurückgehaltenen Bezeichnung werden weder aufgelistet noch vorgelesen. Namen, die Sie hier vergeben, erscheinen in Ergebnissen, und nach ihnen kann gesucht werden. Die IDs stehen im Purview-Portal oder in PowerShell: Get-Label.',
      none: 'Keine Bezeichnung ist aufgeführt.',
      id: 'ID der Bezeichnung',
      idHint: 'Zum Beispiel 2096f6a2-d2f7-48be-b329-b73aaa526e5d',
      name: 'Name',
      nameHint: 'Erscheint in Ergebnissen. Leer lassen, um den Namen beizubehalten.',
      withhold: 'Zurückhalten',
      show: 'Zeigen',
      withheld: 'Zurückgehalten',
      shown: 'Gezeigt',
      othersHeading: 'Alle anderen Dateien und Mails',
      othersText:
        'Solche ohne Bezeichnung, mit einer nicht aufgeführten Bezeichnung oder mit einer, die der Connector nicht feststellen kann. Das gilt für Dateien, Mails, deren Anhänge und Transkripte. Teams-Nachrichten, Termine, Seiten, Listen, Notizen und Aufgaben haben keine Bezeichnung, die Microsoft 365 ausgibt: Schalten Sie deren Berechtigungen ab, wenn sie hier niemand lesen darf.',
    },
    permissions: {
      intro:
        'Alle Berechtigungen sind delegiert: Der Connector kann nie mehr als der Benutzer, der fragt, und er schreibt nichts. Schalten Sie einen Bereich ab, und genau diese Fähigkeit verschwindet, für alle, innerhalb von zehn Sekunden.',
      permission: 'Berechtigung',
      state: 'Zustand',
      tools: 'Werkzeuge',
      action: 'Im Connector',
      chips: { granted: 'Gewährt', missing: 'Nicht gewährt', off: 'Abgeschaltet', optional: 'Zusätzlich' },
      areaOn: 'An',
      areaPart: 'Zum Teil',
      areaOff: 'Aus',
      without: 'Ohne sie fehlt:',
      adminsOnly: 'nur durch Administratoren',
      consentChosen: 'Den gewählten zustimmen',
      chooseAll: 'Alle wählen',
      chooseNone: 'Keine wählen',
      awayHeading: 'In Entra entzogene Berechtigungen',
      away: [
        'Um eine Berechtigung bei Microsoft zu entziehen, öffnen Sie',
        'Unternehmensanwendungen',
        ', M365 MCP Server, Berechtigungen, und widerrufen Sie sie dort. Sie wird genutzt, bis Zugriffstokens ablaufen, innerhalb von 90 Minuten, oder bis Sie die Berechtigungen hier neu einlesen: Dann ist sie innerhalb von zehn Sekunden weg, und niemand muss sich neu anmelden.',
      ],
      reread: 'Berechtigungen jetzt aus Entra neu einlesen',
      reviewTitle: 'Zustimmung',
      reviewHeading: (count) =>
        `${count} ${count === 1 ? 'Berechtigung' : 'Berechtigungen'} zustimmen, in zwei Schritten`,
      reviewText:
        'Microsoft fragt zweimal: zuerst für **M365 MCP Server** und was er lesen darf, dann für **M365 MCP Client**, an dem sich Benutzer anmelden. Danach sind Sie wieder hier.',
      continue: 'Weiter zu Microsoft',
      back: 'Zurück',
    },
    tools: {
      intro:
        'Die Werkzeuge, die Assistenten sehen. Ein Werkzeug, das abgeschaltet ist oder keine Berechtigung hat, wird niemandem angezeigt. Benutzer können mit `?tools=` in der URL des Connectors weniger Werkzeuge auswählen.',
      tool: 'Werkzeug',
      state: 'Zustand',
      needs: 'Braucht eine von',
      whatItOpens: 'die des Inhalts',
      action: 'Im Connector',
      chips: { on: 'An', off: 'Abgeschaltet', noPermission: 'Keine Berechtigung' },
    },
    clients: {
      boundHeading: 'Clients Ihrer Organisation',
      boundText:
        'Binden Sie je Arbeitsbereich einen Client. Ein Owner des Arbeitsbereichs trägt ID und Secret dort in den erweiterten Einstellungen des Connectors ein.',
      none: 'Kein Client ist gebunden.',
      id: 'Client-ID',
      secret: 'Client-Secret',
      created: 'gebunden',
      name: 'Name, zum Beispiel „Claude unseres Teams“',
      bind: 'Client binden',
      boundNow: 'Der Client ist gebunden. Kopieren Sie das Secret jetzt: Es wird nur einmal angezeigt.',
      continue: 'Fertig',
      recentHeading: 'Letzte Clients',
      recentText: 'Anmeldungen und Erneuerungen der letzten 30 Tage, nach Art und Host des Clients.',
      noRecent: 'In den letzten 30 Tagen hat sich kein Client verbunden.',
      client: 'Client',
      count: 'Anmeldungen und Erneuerungen',
      lastDay: 'Letzter Tag',
      kinds: {
        configured: 'von Hand konfiguriert',
        bound: 'gebunden',
        registered: 'selbst registriert',
        document: 'veröffentlichte Metadaten',
        unverified_document: 'veröffentlichte Metadaten, nicht überprüft',
        other: 'andere',
      },
    },
    people: {
      intro:
        'Ohne Einschränkung dürfen alle in Ihrer Organisation den Connector verwenden. Beginnen Sie mit einer Pilotgruppe: Die Zuweisung in Entra ist der stärkste Weg, denn dann weist Microsoft selbst alle anderen ab.',
      open: 'Öffnen Sie',
      enterpriseApps: 'Unternehmensanwendungen',
      choose: 'und wählen Sie M365 MCP Server.',
      steps: [
        'Eigenschaften: „Zuweisung erforderlich?“ auf Ja.',
        'Benutzer und Gruppen: die Gruppe als Connector user hinzufügen. Mitglieder verschachtelter Gruppen zählen nicht.',
        'Dasselbe mit M365 MCP Client: Mit nur einer der beiden melden sich Benutzer an und werden danach abgewiesen.',
      ],
      hereHeading: 'Zugelassene Gruppen und Benutzer',
      narrowed:
        'Nur diese dürfen den Connector verwenden, sofern Entra sie einlässt. Änderungen wirken innerhalb von zehn Sekunden.',
      notNarrowed:
        'Niemand ist genannt, also dürfen ihn alle verwenden, die Entra einlässt. Sobald Sie jemanden nennen, darf es sonst niemand.',
      groupsHint:
        'Gruppen wirken, wo Zugriffstokens die Gruppen eines Benutzers nennen; ein Benutzer in mehr als 200 Gruppen muss einzeln genannt werden.',
      group: 'Gruppe',
      user: 'Benutzer',
      addGroup: 'Gruppe hinzufügen',
      addUser: 'Benutzer hinzufügen',
      groupLabel: 'Objekt-ID einer Gruppe',
      groupIdHint:
        'Sie steht in Entra unter Gruppen. Mit dem Namen, wenn M365 MCP Server GroupMember.Read.All gewährt ist.',
      userLabel: 'Name, Adresse oder Objekt-ID eines Benutzers',
      revokeHeading: 'Einem Benutzer den Zugriff entziehen',
      revokeText:
        'Beendet jede Verbindung, die der Benutzer in irgendeinem Assistenten hergestellt hat. Er kann sich neu verbinden, außer Entra lässt ihn nicht mehr ein: Deaktivieren Sie dort das Konto oder entfernen Sie die Zuweisung.',
      revokeUser: 'Diesem Benutzer entziehen',
    },
    activity: {
      numbersHeading: 'Die letzten 30 Tage',
      users: (count) => `${count} Benutzer ${count === 1 ? 'hat' : 'haben'} den Connector verwendet.`,
      noContent:
        'Je Tag (UTC) gezählt, ohne Inhalte und ohne Abfragen. Anmeldungen an /me und an diesen Seiten zählen nicht.',
      day: 'Tag',
      signIns: 'Anmeldungen von Clients',
      refused: 'Abgewiesen',
      nothing: 'Noch wurde nichts gezählt.',
      refusalsHeading: 'Abweisungen nach Grund',
      reason: 'Grund',
      count: 'Anzahl',
      lastDay: 'Letzter Tag',
      onlyReported: 'nur gemeldet',
      changesHeading: 'Letzte Änderungen',
      noChanges:
        'Hier hat niemand etwas geändert. Zustimmungen verzeichnet Entra in seinem Überwachungsprotokoll.',
    },
    changes: {
      disable: 'hat den Connector abgeschaltet',
      enable: 'hat den Connector eingeschaltet',
      tool_off: 'hat das Werkzeug abgeschaltet:',
      tool_on: 'hat das Werkzeug eingeschaltet:',
      permission_off: 'hat die Berechtigung abgeschaltet:',
      permission_on: 'hat die Berechtigung eingeschaltet:',
      allow_group: 'hat die Gruppe hinzugefügt:',
      disallow_group: 'hat die Gruppe entfernt:',
      allow_user: 'hat den Benutzer hinzugefügt:',
      disallow_user: 'hat den Benutzer entfernt:',
      allow_network: 'hat das Netz hinzugefügt:',
      disallow_network: 'hat das Netz entfernt:',
      rule_off: 'hat die Regel abgeschaltet:',
      rule_report: 'hat die Regel auf „Nur melden“ gesetzt:',
      rule_on: 'hat die Regel durchgesetzt:',
      withhold_label: 'hält Inhalte mit der Vertraulichkeitsbezeichnung zurück:',
      show_label: 'zeigt Inhalte mit der Vertraulichkeitsbezeichnung:',
      unlist_label: 'hat die Vertraulichkeitsbezeichnung entfernt:',
      withhold_other_labels: 'hält Inhalte ohne aufgeführte Bezeichnung zurück',
      show_other_labels: 'zeigt Inhalte ohne aufgeführte Bezeichnung',
      bind_client: 'hat den Client gebunden:',
      unbind_client: 'hat den Client entfernt:',
      revoke_everybody: 'hat allen den Zugriff entzogen',
      reread_permissions: 'hat die Berechtigungen aus Entra neu eingelesen',
      revoke_user: 'hat dem Benutzer den Zugriff entzogen:',
    },
    confirm: {
      title: 'Bestätigen',
      disable: 'Den Connector für alle abschalten?',
      area_off: (name) => `Den Bereich „${name}“ für alle abschalten?`,
      tool_off: (name) => `Das Werkzeug „${name}“ für alle abschalten?`,
      permission_off: (name) => `Die Berechtigung ${name} für alle abschalten?`,
      allow_first: (name) => `Nur „${name}“ den Connector verwenden lassen?`,
      disallow: (name) => `„${name}“ den Zugriff nehmen?`,
      disallow_network: (name) => `Das Netz ${name} entfernen?`,
      rule_on: (name) => `Die Regel „${name}“ durchsetzen?`,
      withhold_label: (name) => `Inhalte mit der Vertraulichkeitsbezeichnung „${name}“ zurückhalten?`,
      unlist_label: (name) => `Die Vertraulichkeitsbezeichnung „${name}“ aus der Liste entfernen?`,
      withhold_other_labels: 'Alle Dateien und Mails ohne aufgeführte Bezeichnung zurückhalten?',
      unbind_client: (name) => `Den Client „${name}“ entfernen?`,
      revoke_everybody: 'Allen den Zugriff entziehen?',
      revoke_user: (name) => `Jede Verbindung von „${name}“ beenden?`,
      immediate: 'Es wirkt innerhalb von zehn Sekunden, auch für bestehende Verbindungen.',
      affected: (count) =>
        count === 1
          ? 'Es betrifft den einen Benutzer der letzten 30 Tage.'
          : `Es betrifft bis zu ${count} Benutzer: die der letzten 30 Tage.`,
      affectedOne: 'Es betrifft einen Benutzer.',
      affectedUnknown: 'Wie viele Benutzer es betrifft, ist hier nicht bekannt.',
      unchecked: 'Die Objekt-ID ließ sich nicht prüfen: Der Connector darf das Verzeichnis nicht lesen.',
      othersDenied: 'Alle, die nicht genannt sind, werden abgewiesen.',
      lastOne: 'Danach ist die Liste leer: Dann dürfen alle den Connector verwenden, die Entra einlässt.',
      yes: 'Ja, ausführen',
    },
    notices: {
      changed: 'Erledigt. Es wirkt innerhalb von zehn Sekunden für alle.',
      changed_unchecked:
        'Erledigt. Die Objekt-ID ließ sich nicht prüfen: Der Connector darf das Verzeichnis nicht lesen.',
      unchanged: 'Es wurde nichts geändert: Es war bereits wie gewünscht.',
      revoked_everybody:
        'Erledigt. Jede Verbindung Ihrer Organisation endet innerhalb von zehn Sekunden, ebenso jede Anmeldung an diesen Seiten.',
      revoked_user: 'Erledigt. Jede Verbindung dieses Benutzers ist beendet.',
      reread:
        'Erledigt. Innerhalb von zehn Sekunden haben alle genau die Berechtigungen, die Entra jetzt gewährt. Niemand muss sich neu anmelden.',
      malformed:
        'Das ist keine Objekt-ID. Sie sieht aus wie 0c0a0000-0000-4000-8000-00000000c0a0 und steht in Entra. Es wurde nichts geändert.',
      empty: 'Geben Sie zuerst etwas ein. Es wurde nichts geändert.',
      network_malformed:
        'Das ist kein Netz. Schreiben Sie Adresse und Präfixlänge, zum Beispiel 203.0.113.0/24. Es wurde nichts geändert.',
      label_malformed:
        'Das ist keine ID einer Vertraulichkeitsbezeichnung. Sie sieht so aus: 2096f6a2-d2f7-48be-b329-b73aaa526e5d. Es wurde nichts geändert.',
      name_malformed: 'Geben Sie einen Namen mit höchstens 60 Zeichen ein. Es wurde nichts geändert.',
      own_address_excluded:
        'Ihre eigene Adresse läge außerhalb der zugelassenen Netze, und Sie könnten sich hier nicht mehr anmelden. Fügen Sie zuerst Ihr Netz hinzu. Es wurde nichts geändert.',
      unknown_subject:
        'Ein solches Werkzeug, eine solche Berechtigung, Regel oder Bezeichnung gibt es nicht. Es wurde nichts geändert.',
      user_not_found: 'In Ihrem Verzeichnis gibt es diesen Benutzer nicht. Es wurde nichts geändert.',
      group_not_found: 'In Ihrem Verzeichnis gibt es diese Gruppe nicht. Es wurde nichts geändert.',
      ambiguous:
        'Diesen Namen gibt es mehrmals. Geben Sie die Adresse oder die Objekt-ID ein. Es wurde nichts geändert.',
      groups_not_readable:
        'Der Connector darf Gruppen nicht lesen. Er nimmt sie nur mit ihrer Objekt-ID und kann diese nicht prüfen. Sie steht in Entra unter Gruppen. Es wurde nichts geändert.',
      users_not_readable:
        'Der Connector darf Benutzer nicht lesen (User.ReadBasic.All ist nicht gewährt) und nimmt sie nur mit ihrer Objekt-ID. Es wurde nichts geändert.',
      lookup_failed:
        'Ihr Verzeichnis war gerade nicht lesbar. Versuchen Sie es erneut, oder geben Sie die Objekt-ID ein. Es wurde nichts geändert.',
      full: 'Die Liste ist voll: Sie fasst 100 Einträge je Art, 40 Vertraulichkeitsbezeichnungen und 20 gebundene Clients. Es wurde nichts geändert.',
      consent_declined: 'Die Zustimmung wurde abgebrochen. Was vorher angenommen wurde, bleibt.',
      consent_refused:
        'Microsoft hat die Zustimmung nicht angenommen. Die Zustimmung für die Organisation braucht eine dieser Rollen: Anwendungsadministrator, Cloudanwendungsadministrator, Administrator für privilegierte Rollen oder Globaler Administrator.',
      reauthentication:
        'Sie haben sich neu angemeldet. Es wurde nichts geändert: Wiederholen Sie die Änderung innerhalb von zehn Minuten.',
      nothing_chosen: 'Wählen Sie mindestens eine Berechtigung.',
    },
  },
};
