/** A Purview sensitivity label in the metadata of a document or mail. */
export interface SensitivityLabel {
  /** GUID in lower case. */
  readonly id: string;
  /** The Entra tenant that the label belongs to, in lower case. Undefined if the metadata does not state it. */
  readonly tenantId: string | undefined;
  /** Untrusted text. Not always the name that Office displays. Undefined if the metadata does not state it. */
  readonly name: string | undefined;
}

const guid = /^\s{0,8}\{?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\}?\s{0,8}$/i;
const property = /^MSIP_Label_(.{36})_(Enabled|SiteId|Name)$/i;
/** A property in a mail header (`…_Enabled=true;`) or in XMP (`<pdfx:…_Enabled>true</…>`, or as an attribute). */
const propertyInText =
  /(MSIP_Label_[0-9a-f-]{36}_[a-z]{1,40})[ \t\r\n]{0,8}(?:=[ \t\r\n]{0,8}["']?|>)([^;<"']{0,256})/gi;
const maxNameCharacters = 256;

interface LabelProperties {
  tenantIds: Set<string>;
  name: string | undefined;
  isEnabled: boolean;
  isDisabled: boolean;
}

/**
 * Collects the labels that metadata states. Where statements about a label contradict each other, the label counts: it is
 * left out only if every statement says that it is disabled or removed.
 * @see https://learn.microsoft.com/information-protection/develop/concept-mip-metadata
 */
export class LabelCollector {
  readonly #labels = new Map<string, LabelProperties>();

  /** Adds a property such as `MSIP_Label_<GUID>_Enabled`. Others are ignored. */
  addProperty(name: string, value: string): void {
    const [, id = '', attribute = ''] = property.exec(name) ?? [];
    const label = this.#label(id);
    if (!label) return;
    switch (attribute.toLowerCase()) {
      case 'enabled':
        if (isFalse(value)) label.isDisabled = true;
        else label.isEnabled = true;
        break;
      case 'siteid':
        addTenant(label, value);
        break;
      default:
        label.name ??= value.trim().slice(0, maxNameCharacters) || undefined;
    }
  }

  /** Adds the properties in the value of the mail header `msip_labels`, or in the XMP metadata of a PDF. */
  addText(text: string): void {
    for (const [, name = '', value = ''] of text.matchAll(propertyInText)) this.addProperty(name, value);
  }

  /**
   * Adds an element of `docMetadata/LabelInfo.xml` (MS-OFFCRYPTO 2.6.5.4).
   * @see https://learn.microsoft.com/openspecs/office_file_formats/ms-offcrypto/80e2b2e1-bd48-415d-a3b9-aa61a108f651
   */
  addElement(attributes: { get(name: string): string | undefined }): void {
    const label = this.#label(attributes.get('id') ?? '');
    if (!label) return;
    const isRemoved = !isFalse(attributes.get('removed') ?? 'false');
    if (isRemoved || isFalse(attributes.get('enabled') ?? 'true')) label.isDisabled = true;
    else label.isEnabled = true;
    addTenant(label, attributes.get('siteId') ?? '');
  }

  /** The labels that apply. One whose metadata names several tenants is listed for each. */
  labels(): readonly SensitivityLabel[] {
    return [...this.#labels].flatMap(([id, { tenantIds, name, isEnabled, isDisabled }]) =>
      isDisabled && !isEnabled
        ? []
        : (tenantIds.size === 0 ? [undefined] : [...tenantIds]).map((tenantId) => ({ id, tenantId, name })),
    );
  }

  #label(text: string): LabelProperties | undefined {
    const id = guid.exec(text)?.[1]?.toLowerCase();
    if (id === undefined) return undefined;
    const known = this.#labels.get(id);
    if (known) return known;
    const label = { tenantIds: new Set<string>(), name: undefined, isEnabled: false, isDisabled: false };
    this.#labels.set(id, label);
    return label;
  }
}

/** The labels in the value of the mail header `msip_labels`. */
export function parseLabelHeader(value: string): readonly SensitivityLabel[] {
  const collector = new LabelCollector();
  collector.addText(decodeEncodedWords(value));
  return collector.labels();
}

// Without bounds the check of expressions proves it linear. With them it only tries inputs.
const encodedWord = /=\?[\w.-]+\?(?:(b)|q)\?([^?\s]*)\?=/gi;
const spaceBetweenWords = /(\?=)[ \t\r\n]{1,8}(?==\?)/g;

/** Decodes encoded words (RFC 2047), as which a mail server may write the whole value if the name of a label is not ASCII. */
function decodeEncodedWords(value: string): string {
  if (!value.includes('=?')) return value;
  return value
    .replace(spaceBetweenWords, '$1')
    .replace(encodedWord, (word, isBase64: string | undefined, text: string) => {
      try {
        const bytes = isBase64 === undefined ? decodeQuoted(text) : atob(text);
        return new TextDecoder().decode(Uint8Array.from(bytes, (byte) => byte.charCodeAt(0)));
      } catch {
        return word;
      }
    });
}

/** The bytes of the Q encoding, one character for each. */
function decodeQuoted(text: string): string {
  return text
    .replaceAll('_', ' ')
    .replaceAll(/=([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

function addTenant({ tenantIds }: LabelProperties, value: string): void {
  const tenantId = guid.exec(value)?.[1]?.toLowerCase();
  if (tenantId !== undefined) tenantIds.add(tenantId);
}

function isFalse(value: string): boolean {
  return /^\s{0,8}(?:false|0)\s{0,8}$/i.test(value);
}
