import { detectFormat } from '../../../packages/document-text/src/index.ts';
import type { GraphClient } from '../../graph/client.ts';
import { graphPath, opaqueId, teamsMessageId, teamsThreadId } from '../../graph/path.ts';
import { AppError } from '../../lib/app-error.ts';
import type { Picture } from '../resource.ts';
import type { ChatMessage } from './schema.ts';

const hosted = /\/hostedContents\/([A-Za-z0-9_=+-]{1,1024})\/\$value/g;
const maxPictures = 3;
const maxBytes = 3 * 1024 * 1024;

/** Ids of the pictures that stand in a message. */
export function hostedPictureIds({ body, deletedDateTime }: ChatMessage): readonly string[] {
  if (deletedDateTime) return [];
  return [...new Set([...(body?.content ?? '').matchAll(hosted)].map(([, id = '']) => id))];
}

/**
 * The first pictures of a chat message. One that cannot be had is left out.
 * @see https://learn.microsoft.com/graph/api/chatmessagehostedcontent-get
 */
export async function hostedPictures(
  message: ChatMessage,
  chatId: string,
  graph: GraphClient,
): Promise<readonly Picture[]> {
  const ids = hostedPictureIds(message).slice(0, maxPictures);
  const pictures = await Promise.all(
    ids.map(async (id) => {
      try {
        const { bytes } = await graph.download({
          path: graphPath`/chats/${teamsThreadId(chatId)}/messages/${teamsMessageId(message.id)}/hostedContents/${opaqueId(id)}/$value`,
          maxBytes: maxBytes,
        });
        const format = detectFormat(bytes, {});
        return format.kind === 'image' ? [{ bytes, contentType: format.contentType }] : [];
      } catch (error) {
        if (error instanceof AppError) return [];
        throw error;
      }
    }),
  );
  return pictures.flat();
}
