import type { ToolSummary } from '../../http/layout.tsx';
import { getToolTitle } from '../../http/messages/catalog.ts';
import { RichText } from '../../http/rich-text.tsx';
import { getArea } from '../../tenants/areas.ts';
import { isOpen } from '../../tenants/granted-permissions.ts';
import { type ConsoleView, PageHeading, renderConsole } from './console.tsx';
import { ChangeButton, ConfirmLink, NoticeAt } from './controls.tsx';

/** The tools that assistants are offered, each with its switch. */
export async function toolsPage(view: ConsoleView): Promise<Response> {
  const { messages, tools, notice } = view;
  const { pages, tools: texts } = messages.admin;
  return await renderConsole(
    { view, current: 'tools', title: pages.tools },
    <>
      <PageHeading>{pages.tools}</PageHeading>
      <section id="tools" aria-label={pages.tools}>
        <NoticeAt at="tools" notice={notice} messages={messages} />
        <p class="soft">
          <RichText text={texts.intro} />
        </p>
        <table class="table">
          <thead>
            <tr>
              <th scope="col">{texts.tool}</th>
              <th scope="col">{texts.state}</th>
              <th scope="col">{texts.needs}</th>
              <th scope="col">{texts.action}</th>
            </tr>
          </thead>
          <tbody>
            {tools.map((tool) => (
              <ToolRow tool={tool} view={view} />
            ))}
          </tbody>
        </table>
      </section>
    </>,
  );
}

function ToolRow({
  tool: { name, areas },
  view: { messages, state, policy, notice },
}: {
  readonly tool: ToolSummary;
  readonly view: ConsoleView;
}) {
  const { admin } = messages;
  const title = getToolTitle(name, messages);
  const { chips, needs, whatItOpens } = admin.tools;
  const isOff = policy.disabledTools.includes(name);
  const isUsable = state.granted !== undefined && isOpen(areas, state.granted);
  return (
    <tr>
      <th scope="row">
        <span class="name">{title}</span>
        <br />
        <code>{name}</code>
        <NoticeAt at={`tool-${name}`} notice={notice} messages={messages} />
      </th>
      <td>
        {isOff ? (
          <span class="chip bad">{chips.off}</span>
        ) : state.granted === undefined ? (
          <span class="chip idle">{admin.unknown}</span>
        ) : isUsable ? (
          <span class="chip good">{chips.on}</span>
        ) : (
          <span class="chip warn">{chips.noPermission}</span>
        )}
      </td>
      <td class="small" data-label={needs}>
        {areas.length === 0 ? whatItOpens : areas.map((id) => <div>{getArea(id).permission}</div>)}
      </td>
      <td>
        {isOff ? (
          <ChangeButton change="tool_on" subject={name} label={admin.switchOn} about={title} />
        ) : (
          <ConfirmLink change="tool_off" subject={name} label={admin.switchOff} about={title} />
        )}
      </td>
    </tr>
  );
}
