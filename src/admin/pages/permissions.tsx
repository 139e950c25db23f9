import {
  type AreaId,
  type DataCategory,
  areaPermissions,
  dataCategories,
  getArea,
} from '../../tenants/areas.ts';
import { getToolTitle } from '../../http/messages/catalog.ts';
import { type GraphPermission, permissions } from '../../tenants/permissions.ts';
import { type ConsoleView, PageHeading, renderConsole } from './console.tsx';
import { ChangeButton, ConfirmLink, NoticeAt } from './controls.tsx';

/** Every area with its switch, its permissions beneath, and consent to chosen ones. */
export async function permissionsPage(view: ConsoleView): Promise<Response> {
  const { messages, notice, adminCenter } = view;
  const { permissions: texts, pages } = messages.admin;
  const [before, link, after] = texts.away;
  const canChoose = view.state.missing.length + view.state.notAdded.length > 0;
  return await renderConsole(
    { view, current: 'permissions', title: pages.permissions },
    <>
      <PageHeading>{pages.permissions}</PageHeading>
      <section id="permissions" aria-label={pages.permissions}>
        <NoticeAt at="permissions" notice={notice} messages={messages} />
        <p class="soft">{texts.intro}</p>
        {dataCategories.map((category, index) => (
          <CategoryTable category={category} isFirst={index === 0} canChoose={canChoose} view={view} />
        ))}
        {canChoose ? (
          <form id="consent" method="get" action="/admin/consent">
            <div class="actions">
              <button class="button primary" id="consent-chosen" type="submit">
                {texts.consentChosen}
              </button>
              <button
                class="button"
                id="choose-all"
                type="button"
                hidden
                data-all={texts.chooseAll}
                data-none={texts.chooseNone}
              >
                {texts.chooseAll}
              </button>
            </div>
          </form>
        ) : null}
      </section>
      <section id="reread" aria-labelledby="reread-heading">
        <h2 id="reread-heading">{texts.awayHeading}</h2>
        <NoticeAt at="reread" notice={notice} messages={messages} />
        <p class="soft">
          {`${before} `}
          <a href={`${adminCenter}/#view/Microsoft_AAD_IAM/StartboardApplicationsMenuBlade/~/AppAppsPreview`}>
            {link}
          </a>
          {after}
        </p>
        <div class="actions">
          <ChangeButton change="reread_permissions" label={texts.reread} />
        </div>
      </section>
    </>,
  );
}

interface CategoryProps {
  readonly category: DataCategory;
  /** Only the first table shows the titles of its columns. */
  readonly isFirst: boolean;
  readonly canChoose: boolean;
  readonly view: ConsoleView;
}

function CategoryTable({ category, isFirst, canChoose, view }: CategoryProps) {
  const { permission, state, tools, action } = view.messages.admin.permissions;
  return (
    <>
      <h2 class="category">{view.messages.categories[category.id]}</h2>
      <table class="table areas">
        <thead>
          <tr>
            {[permission, state, tools, action].map((title) => (
              <th scope="col">{isFirst ? title : <span class="hidden">{title}</span>}</th>
            ))}
          </tr>
        </thead>
        {category.areas.map((area) => (
          <tbody id={`area-${area}`}>
            <AreaRow area={area} view={view} />
            {areaPermissions(area).map((name) => (
              <PermissionRow name={name} area={area} canChoose={canChoose} view={view} />
            ))}
          </tbody>
        ))}
      </table>
    </>
  );
}

/** The switch of an area, above its permissions. */
function AreaRow({ area, view }: { readonly area: AreaId; readonly view: ConsoleView }) {
  const { messages, policy, state, tools, notice } = view;
  const { permissions: texts, switchOff, switchOn, unknown } = messages.admin;
  const { name, gone } = messages.areas[area];
  const names = areaPermissions(area);
  const isSwitchedOff = names.every((permission) => policy.disabledPermissions.includes(permission));
  const level = state.granted?.level(area);
  const [look, label] = isSwitchedOff
    ? ['bad', texts.chips.off]
    : state.granted === undefined
      ? ['idle', unknown]
      : level === 'full'
        ? ['good', texts.areaOn]
        : level === 'reduced'
          ? ['warn', texts.areaPart]
          : ['idle', texts.areaOff];
  return (
    <tr class="area">
      <th scope="rowgroup">
        {name}
        <div class="soft small">{`${texts.without} ${gone}.`}</div>
        <NoticeAt at={`area-${area}`} notice={notice} messages={messages} />
      </th>
      <td>
        <span class={`chip ${look}`}>{label}</span>
      </td>
      <td class="small">
        {tools
          .filter((tool) => tool.areas.includes(area))
          .map((tool) => (
            <div>{getToolTitle(tool.name, messages)}</div>
          ))}
      </td>
      <td>
        {isSwitchedOff ? (
          <ChangeButton change="area_on" subject={area} label={switchOn} about={name} />
        ) : level === undefined ? null : (
          <ConfirmLink change="area_off" subject={area} label={switchOff} about={name} />
        )}
      </td>
    </tr>
  );
}

/** A permission of an area. It has a switch of its own where the area has another permission. */
function PermissionRow({
  name,
  area,
  canChoose,
  view,
}: {
  readonly name: GraphPermission;
  readonly area: AreaId;
  readonly canChoose: boolean;
  readonly view: ConsoleView;
}) {
  const { messages, state, policy, notice } = view;
  const { permissions: texts, switchOff, switchOn } = messages.admin;
  const { opensInPart } = messages.areas[area];
  const isLesser = name !== getArea(area).permission;
  const isOff = policy.disabledPermissions.includes(name) || state.granted?.isOff(name) === true;
  const isMissing = !isOff && state.granted?.has(name) === false;
  const isRequested = state.missing.includes(name);
  const label = (
    <span>
      <code>{name}</code>
      {isLesser ? <span class="soft small">{` ${texts.areaPart}: ${opensInPart ?? ''}.`}</span> : null}
      {'requiresAdminConsent' in permissions[name] ? (
        <span class="soft small">{` ${texts.adminsOnly}`}</span>
      ) : null}
    </span>
  );
  return (
    <tr class="part">
      <th scope="row">
        {isMissing && canChoose ? (
          <label class="choice">
            <input type="checkbox" name="permission" value={name} form="consent" checked={isRequested} />
            {label}
          </label>
        ) : (
          label
        )}
        <NoticeAt at={`permission-${name}`} notice={notice} messages={messages} />
      </th>
      <td>
        <StateChip
          isUnknown={state.granted === undefined}
          isMissing={isMissing}
          isRequested={isRequested}
          isOptional={state.notAdded.includes(name)}
          isOff={isOff}
          view={view}
        />
      </td>
      <td />
      <td>
        {areaPermissions(area).length === 1 ? null : isOff ? (
          <ChangeButton change="permission_on" subject={name} label={switchOn} about={name} />
        ) : isMissing ? null : (
          <ConfirmLink change="permission_off" subject={name} label={switchOff} about={name} />
        )}
      </td>
    </tr>
  );
}

function StateChip({
  isUnknown,
  isMissing,
  isRequested,
  isOptional,
  isOff,
  view,
}: {
  readonly isUnknown: boolean;
  readonly isMissing: boolean;
  readonly isRequested: boolean;
  readonly isOptional: boolean;
  readonly isOff: boolean;
  readonly view: ConsoleView;
}) {
  const { admin } = view.messages;
  const { chips } = admin.permissions;
  if (isUnknown) return <span class="chip idle">{admin.unknown}</span>;
  if (isOptional) return <span class="chip idle">{chips.optional}</span>;
  if (isMissing) return <span class={`chip ${isRequested ? 'warn' : 'idle'}`}>{chips.missing}</span>;
  return isOff ? <span class="chip bad">{chips.off}</span> : <span class="chip good">{chips.granted}</span>;
}
