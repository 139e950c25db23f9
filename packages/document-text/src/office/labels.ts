import { DocumentError } from '../errors.ts';
import { LabelCollector, type SensitivityLabel } from '../sensitivity-labels.ts';
import type { XmlHandler } from '../xml/scanner.ts';
import { type OoxmlPackage, targetOf } from './package.ts';

const maxValueCharacters = 1024;

/**
 * The labels in the custom properties of a package, where Office stored them first, and in its label information, where it
 * stores them since 2020. Damaged metadata states no further label.
 * @see https://learn.microsoft.com/openspecs/office_standards/ms-oi29500/c0599e21-b77f-475e-99e0-bd647f60bcbb
 */
export async function readPackageLabels(source: OoxmlPackage): Promise<readonly SensitivityLabel[]> {
  const collector = new LabelCollector();
  const relationships = await source.relationships('');
  const parts: readonly (readonly [kind: string, name: string, handler: XmlHandler])[] = [
    ['custom-properties', 'docProps/custom.xml', customPropertyHandler(collector)],
    ['classificationlabels', 'docMetadata/LabelInfo.xml', labelInfoHandler(collector)],
  ];
  for (const [kind, name, handler] of parts) {
    for (const part of new Set([targetOf(relationships, kind) ?? name, name])) {
      try {
        await source.scan(part, handler);
      } catch (error) {
        if (!(error instanceof DocumentError)) throw error;
      }
    }
  }
  return collector.labels();
}

/** `<property name="MSIP_Label_…"><vt:lpwstr>…</vt:lpwstr></property>` */
function customPropertyHandler(collector: LabelCollector): XmlHandler {
  let name = '';
  let value = '';
  return {
    open(element, attributes) {
      if (element !== 'property') return;
      name = attributes.get('name') ?? '';
      value = '';
    },
    text(text) {
      if (value.length < maxValueCharacters) value += text;
    },
    close(element) {
      if (element === 'property') collector.addProperty(name, value);
    },
  };
}

function labelInfoHandler(collector: LabelCollector): XmlHandler {
  return {
    open(element, attributes) {
      if (element === 'label') collector.addElement(attributes);
    },
    text() {},
    close() {},
  };
}
