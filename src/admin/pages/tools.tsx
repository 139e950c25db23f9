import type { ToolSummary } from '../../http/layout.tsx';
import { getArea } from '../../tenants/areas.ts';
import { isOpen } from '../../tenants/granted-permissions.ts';
import type { AdminState } from '../state.ts';
import { ChangeButton } from './controls.tsx';

/** What the section needs to know. */
export interface ToolsOptions {
  readonly state: AdminState;
  readonly disabledTools: readonly string[];
  readonly tools: readonly ToolSummary[];
}

/** The tools that people's applications see, each with its switch. */
export function ToolsSection({ state, disabledTools, tools }: ToolsOptions) {
  return (
    <section id="tools" aria-labelledby="tools-heading">
      <h2 id="tools-heading">Tools</h2>
      <p class="soft">
        What applications are offered. A tool that is off, or has no permission, is not there for anybody.
        People can leave out more for themselves, with <code>?tools=</code> in the address of the connector.
      </p>
      <table class="table">
        <thead>
          <tr>
            <th scope="col">Tool</th>
            <th scope="col">State</th>
            <th scope="col">Needs one of</th>
            <th scope="col">In the connector</th>
          </tr>
        </thead>
        <tbody>
          {tools.map((tool) => (
            <ToolRow tool={tool} state={state} isOff={disabledTools.includes(tool.name)} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function ToolRow({
  tool: { name, title, areas },
  state: { granted },
  isOff,
}: {
  readonly tool: ToolSummary;
  readonly state: AdminState;
  readonly isOff: boolean;
}) {
  const isUsable = granted !== undefined && isOpen(areas, granted);
  return (
    <tr>
      <th scope="row">
        <span class="name">{title}</span>
        <br />
        <code>{name}</code>
      </th>
      <td>
        {isOff ? (
          <span class="chip bad">Switched off</span>
        ) : granted === undefined ? (
          <span class="chip idle">Not known</span>
        ) : isUsable ? (
          <span class="chip good">On</span>
        ) : (
          <span class="chip warn">No permission</span>
        )}
      </td>
      <td class="small">
        {areas.length === 0 ? 'what it opens' : areas.map((id) => <div>{getArea(id).permission}</div>)}
      </td>
      <td>
        <ChangeButton
          change={isOff ? 'tool_on' : 'tool_off'}
          subject={name}
          label={isOff ? 'Switch on' : 'Switch off'}
          about={title}
        />
      </td>
    </tr>
  );
}
