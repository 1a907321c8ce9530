import type { Response } from 'express';
import type { Logger } from '#platform/logging';

/**
 * Answers with a CSV file that is written while it is read. A failure before the first byte is answered as any other; a
 * later one aborts the response.
 * @param write calls its argument before the first byte
 */
export async function csvDownload(
  response: Response,
  logger: Logger,
  filename: string,
  write: (begin: () => void) => Promise<void>,
): Promise<void> {
  let begun = false;
  const begin = (): void => {
    begun = true;
    response.set({
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="${filename}"`,
    });
  };
  await write(begin).catch((error: unknown) => {
    if (!begun) throw error;
    // Too late for another answer. A reader who disconnects is no error.
    if (!(error instanceof Error && 'code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE'))
      logger.error({ err: error, filename }, 'an export broke off');
  });
}
