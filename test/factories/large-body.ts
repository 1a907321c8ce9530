import { request } from 'node:http';

/**
 * Posts the given number of mebibytes, as fast as they are accepted.
 * @param headers set the framing: with a content-length, or chunked
 * @returns the answer, which may come before everything is sent; status 0 if the connection closes without an answer
 */
export function postMebibytes(
  url: string,
  mebibytes: number,
  headers: Record<string, string | number>,
): Promise<{ status: number; body: Record<string, unknown> }> {
  return new Promise((resolve) => {
    const mebibyte = Buffer.alloc(1 << 20, 'a');
    let answered = false;
    const sending = request(url, { method: 'POST', agent: false, headers });
    sending.once('response', (response) => {
      answered = true;
      let text = '';
      response.on('data', (chunk: Buffer) => (text += chunk.toString()));
      response.once('end', () => {
        sending.destroy();
        resolve({
          status: response.statusCode ?? 0,
          body: JSON.parse(text || '{}') as Record<string, unknown>,
        });
      });
    });
    // Once the answer has arrived, the connection may close: the rest is not needed.
    sending.on('error', (error) => answered || resolve({ status: 0, body: { error: error.message } }));
    const write = (left: number): void => {
      if (answered || left === 0) sending.end();
      else if (sending.write(mebibyte)) setImmediate(write, left - 1);
      else sending.once('drain', () => write(left - 1));
    };
    write(mebibytes);
  });
}
