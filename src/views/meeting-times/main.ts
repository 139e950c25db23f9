/** MCP App of `find_meeting_availability`: its times as a week grid. Runs in a sandboxed iframe of the MCP host. */
import { connectToHost } from './host.ts';
import { renderMeetingTimes, renderMessage } from './render.ts';
import { isRecord, readToolResult } from './result.ts';

/** Style variables of MCP Apps that the view uses. Others, and fonts, which would be requested, are ignored. */
const styleVariables = [
  '--color-background-primary',
  '--color-text-primary',
  '--color-text-secondary',
  '--color-border-primary',
  '--color-ring-primary',
  '--font-sans',
];

connectToHost({
  onContext: applyContext,
  onToolResult(result) {
    const content = readToolResult(result);
    show(content.ok ? renderMeetingTimes(content.value) : renderMessage(content.text, 'message error'));
  },
  onToolCanceled: () => show(renderMessage('The search was canceled.')),
});
show(renderMessage('Searching for times…'));

function show(content: readonly Node[]): void {
  document.getElementById('view')?.replaceChildren(...content);
}

/** Applies theme and style variables of the host. Values with a URL are ignored. */
function applyContext({ theme, styles }: Readonly<Record<string, unknown>>): void {
  const { style } = document.documentElement;
  if (theme === 'light' || theme === 'dark') style.colorScheme = theme;
  const variables = isRecord(styles) && isRecord(styles['variables']) ? styles['variables'] : {};
  for (const name of styleVariables) {
    const value = variables[name];
    if (typeof value === 'string' && !/url|image|\\/i.test(value)) style.setProperty(name, value);
  }
}
