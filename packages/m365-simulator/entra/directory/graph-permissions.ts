/** A delegated permission that Microsoft Graph offers: its id, and whether only an administrator can grant it. */
export interface GraphPermission {
  readonly id: string;
  readonly adminConsentRequired: boolean;
}

const userConsentable = (id: string): GraphPermission => ({ id, adminConsentRequired: false });
const adminConsentOnly = (id: string): GraphPermission => ({ id, adminConsentRequired: true });

/** Delegated permissions of Microsoft Graph by name. @see https://learn.microsoft.com/graph/permissions-reference */
export const graphPermissionCatalog: Readonly<Record<string, GraphPermission>> = {
  openid: userConsentable('37f7f235-527c-4136-accd-4a02d197296e'),
  profile: userConsentable('14dad69e-099b-42c9-810b-d002981feec1'),
  email: userConsentable('64a6cdd6-aab1-4aaf-94b8-3cc8405e90d0'),
  offline_access: userConsentable('7427e0e9-2fba-42fe-b0c0-848c9e6a8182'),
  'User.Read': userConsentable('e1fe6dd8-ba31-4d61-89e7-88639da4683d'),
  'User.ReadBasic.All': userConsentable('b340eb25-3456-403f-be2f-af7a0d370277'),
  'User.Read.All': adminConsentOnly('a154be20-db9c-4678-8ab7-66f6cc099a59'),
  'People.Read': userConsentable('ba47897c-39ec-4d83-8086-ee8256fa737d'),
  'Presence.Read.All': userConsentable('9c7a330d-35b3-4aa1-963d-cb2b9f927841'),
  'Tasks.Read': userConsentable('f45671fb-e0fe-4b4b-be20-3d3ce43f1bcb'),
  'Notes.Read': userConsentable('371361e4-b9e2-4a3f-8315-2a301a3b0a3d'),
  'Notes.Read.All': userConsentable('dfabfca6-ee36-4db2-8208-7a28381419b3'),
  'Mail.Read': userConsentable('570282fd-fa5c-430d-a7fd-fc8dc98a9dca'),
  'Mail.ReadBasic': userConsentable('a4b8392a-d8d1-4954-a029-8e668a39a170'),
  'Mail.Read.Shared': userConsentable('7b9103a5-4610-446b-9670-80643382c1fa'),
  'MailboxFolder.Read': userConsentable('52dc2051-4958-4636-8f2a-281d39c6981c'),
  'MailboxItem.Read': userConsentable('82305458-296d-4edd-8b0b-74dd74c34526'),
  'MailboxSettings.Read': userConsentable('87f447af-9fa4-4c32-9dfa-4a57a73d18ce'),
  'Calendars.Read': userConsentable('465a38f9-76ea-45b9-9f34-9e8b0d4b0b42'),
  'Calendars.Read.Shared': userConsentable('2b9c4092-424d-4249-948d-b43879977640'),
  'Chat.Read': userConsentable('f501c180-9344-439a-bca0-6cbf209fd270'),
  'Chat.ReadBasic': userConsentable('9547fcb5-d03f-419d-9948-5928bbf71b0f'),
  'ChatMember.Read': adminConsentOnly('c5a9e2b1-faf6-41d4-8875-d381aa549b24'),
  'ChatMessage.Read': userConsentable('cdcdac3a-fd45-410d-83ef-554db620e5c7'),
  'Team.ReadBasic.All': userConsentable('485be79e-c497-4b35-9400-0e3fa7f2a5d4'),
  'Channel.ReadBasic.All': userConsentable('9d8982ae-4365-4f57-95e9-d6032a4c0b87'),
  'ChannelMessage.Read.All': adminConsentOnly('767156cb-16ae-4d10-8f8b-41b657c8c8c8'),
  'OnlineMeetings.Read': userConsentable('9be106e1-f4e3-4df5-bdff-e4bc531cbe43'),
  'OnlineMeetingTranscript.Read.All': adminConsentOnly('30b87d18-ebb1-45db-97f8-82ccb1f0190c'),
  'OnlineMeetingAiInsight.Read.All': adminConsentOnly('166741d6-eeb8-46fe-91f4-817d2af7bc88'),
  'OnlineMeetingArtifact.Read.All': userConsentable('110e5abb-a10c-4b59-8b55-9b4daa4ef743'),
  'OnlineMeetingRecording.Read.All': adminConsentOnly('190c2bb6-1fdd-4fec-9aa2-7d571b5e1fe3'),
  'Files.Read': userConsentable('10465720-29dd-4523-a11a-6a75c743c9d9'),
  'Files.Read.All': userConsentable('df85f4d6-205c-4ac5-a5ea-6bf408dba283'),
  'Sites.Read.All': userConsentable('205e70e5-aba6-4c52-a976-6d2d46c48043'),
  'Sites.Selected': userConsentable('f89c84ef-20d0-4b54-87e9-02e856d66d53'),
  'Application.Read.All': adminConsentOnly('c79f8feb-a9db-4090-85f9-90d820caa0eb'),
  'Application.ReadWrite.All': adminConsentOnly('bdfbf15f-ee85-4955-8675-146e8e5296b5'),
  'AppRoleAssignment.ReadWrite.All': adminConsentOnly('84bccea3-f856-4a8a-967b-dbe0a3d53a64'),
  'DelegatedPermissionGrant.ReadWrite.All': adminConsentOnly('41ce6ca6-6826-4807-84f1-1c82854f7ee5'),
  'Directory.Read.All': adminConsentOnly('06da0dbc-49e2-44d2-8312-53f166ab848a'),
};
