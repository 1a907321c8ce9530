import { readReply, type Reply } from '../replies.js';

/** Longest reply, in characters: a server that sends more is broken or means harm. */
const LONGEST = 64 * 1024;

/** Cuts what a server sends into replies (RFC 5321 §4.2.1); a reply may have several lines. */
export class ReplyLines {
  private rest = '';
  private lines: string[] = [];
  private held = 0;

  /** Whether part of a reply has arrived. */
  get hasBegun(): boolean {
    return this.rest !== '' || this.lines.length > 0;
  }

  /** @returns the replies that are complete with this chunk; null when it is not SMTP */
  read(chunk: Buffer): Reply[] | null {
    const replies: Reply[] = [];
    this.rest += chunk.toString('latin1');
    let start = 0;
    for (let end = this.rest.indexOf('\n'); end >= 0; end = this.rest.indexOf('\n', start)) {
      const line = this.rest.slice(start, this.rest[end - 1] === '\r' && end > start ? end - 1 : end);
      start = end + 1;
      const continues = line[3] === '-';
      if (continues || this.lines.length > 0) this.lines.push(line);
      if (continues) {
        this.held += line.length;
        if (this.held > LONGEST) return null;
        continue;
      }
      const reply = readReply(this.lines.length > 0 ? this.lines.join('\n') : line);
      this.lines = [];
      this.held = 0;
      if (!reply) return null;
      replies.push(reply);
    }
    this.rest = this.rest.slice(start);
    return this.rest.length > LONGEST ? null : replies;
  }
}
