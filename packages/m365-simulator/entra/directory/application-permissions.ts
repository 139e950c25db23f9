/** App roles of Microsoft Graph that an application can hold without a user. @see https://learn.microsoft.com/graph/permissions-reference */
export const graphAppRoles: Readonly<Record<string, string>> = {
  'Application.ReadWrite.OwnedBy': '18a4783c-866b-4cc7-a460-3d5e5662c884',
  'Application.Read.All': '9a5d68dd-52b0-4cc2-bd40-abcf44ac3a30',
};
