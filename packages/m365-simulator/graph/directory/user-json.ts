import type { SelectRules } from '../odata/select-properties.ts';
import type { DirectoryUser } from './directory.ts';

/** Default and selectable properties of a user. */
export const userRules: SelectRules = {
  typeName: 'microsoft.graph.user',
  known: [
    'businessPhones',
    'displayName',
    'givenName',
    'jobTitle',
    'mail',
    'mobilePhone',
    'officeLocation',
    'preferredLanguage',
    'surname',
    'userPrincipalName',
    'id',
    'accountEnabled',
    'department',
    'userType',
    'mailNickname',
    'proxyAddresses',
    'companyName',
    'country',
    'city',
    'createdDateTime',
    'usageLocation',
    'mailboxSettings',
    'manager',
    'otherMails',
    'employeeId',
    'assignedLicenses',
  ],
  always: [],
  onRequest: ['accountEnabled', 'department', 'userType', 'mailNickname', 'proxyAddresses', 'companyName'],
};

/** The properties that `User.ReadBasic.All` shows of others. */
export const basicUserProperties = ['displayName', 'givenName', 'mail', 'surname', 'userPrincipalName', 'id'];

/** A user as Graph writes one. */
export function userJson(user: DirectoryUser): Record<string, unknown> {
  const [givenName = '', ...rest] = user.displayName.split(' ');
  const nickname = user.userPrincipalName.split('@')[0];
  return {
    businessPhones: user.jobTitle === null ? [] : ['+1 425 555 0109'],
    displayName: user.displayName,
    givenName,
    jobTitle: user.jobTitle,
    mail: user.userPrincipalName,
    mobilePhone: null,
    officeLocation: user.jobTitle === null ? null : '18/2111',
    preferredLanguage: user.timeZone.iana === 'Europe/Warsaw' ? null : 'en-US',
    surname: rest.join(' ') || null,
    userPrincipalName: user.userPrincipalName,
    id: user.objectId,
    // Nobody signs in to a shared mailbox or a room.
    accountEnabled: user.jobTitle !== null,
    department: user.jobTitle?.split(' ')[0] ?? null,
    userType: 'Member',
    mailNickname: nickname,
    proxyAddresses: [`SMTP:${user.userPrincipalName}`],
    companyName: user.userPrincipalName.endsWith('@contoso.example') ? 'Contoso' : 'Fabrikam',
  };
}

/** Working hours of a mailbox in its time zone. */
interface WorkingHours {
  readonly daysOfWeek: readonly string[];
  readonly startTime: string;
  readonly endTime: string;
  readonly timeZone: { readonly name: string };
}

/** Monday to Friday, nine to five in Europe, eight to five elsewhere. */
export function workingHours(user: Pick<DirectoryUser, 'timeZone'>): WorkingHours {
  const startsAtNine = user.timeZone.iana.startsWith('Europe/');
  return {
    daysOfWeek: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'],
    startTime: startsAtNine ? '09:00:00.0000000' : '08:00:00.0000000',
    endTime: '17:00:00.0000000',
    timeZone: { name: user.timeZone.windows },
  };
}
