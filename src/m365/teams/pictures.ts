import { detectFormat } from 'document-text';
import type { GraphClient } from '../../graph/client.ts';
import { graphPath, opaqueId, teamsMessageId, chatIdSegment } from '../../graph/path.ts';
import { AppError } from '../../lib/app-error.ts';
import type { Picture } from '../resource.ts';
import type { ChatMessage } from './schema.ts';

const hostedContentUrl = /\/hostedContents\/([A-Za-z0-9_=+-]{1,1024})\/\$value/g;
const maxPictures = 3;
const maxBytes = 3 * 1024 * 1024;

/** Ids of the inline pictures of a message. */
export function hostedPictureIds({ body, deletedDateTime }: ChatMessage): readonly string[] {
  if (deletedDateTime) return [];
  return [...new Set([...(body?.content ?? '').matchAll(hostedContentUrl)].map(([, id = '']) => id))];
}

/**
 * Downloads the first inline pictures of a chat message. Pictures that cannot be read are left out.
 * @see https://learn.microsoft.com/graph/api/chatmessagehostedcontent-get
 */
export async function downloadHostedPictures(
  message: ChatMessage,
  chatId: string,
  graph: GraphClient,
): Promise<readonly Picture[]> {
  const ids = hostedPictureIds(message).slice(0, maxPictures);
  const pictures = await Promise.all(
    ids.map(async (id) => {
      try {
        const { bytes } = await graph.download({
          path: graphPath`/chats/${chatIdSegment(chatId)}/messages/${teamsMessageId(message.id)}/hostedContents/${opaqueId(id)}/$value`,
          maxBytes,
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
