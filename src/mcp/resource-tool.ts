/** Name of the tool that does the work of `resources/read`, so that whatever switches it off switches both off. */
export const resourceTool = 'read_resource';
