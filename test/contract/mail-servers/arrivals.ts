import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** Where a server puts what it has taken, one file a copy. */
export interface Tray {
  folder: string;
  /** The end of the names of these files. */
  suffix: string;
  /** Reads such a file into an `arrival`. */
  read(text: string): string;
}

/** One copy as it arrives: by the envelope, not by what its headers say of it. */
export const arrival = (messageId: string, from: string, to: string): string => `${messageId} ${from} ${to}`;

/** A maildir, in which a server writes the envelope above each copy. */
export const maildir = (home: string): Tray => ({
  folder: join(home, 'arrived/new'),
  suffix: '',
  read: (mail) => {
    const head = mail.slice(0, mail.search(/\r?\n\r?\n/));
    const field = (name: string): string =>
      new RegExp(`^(?:${name}): *<?([^>\\s]*)`, 'im').exec(head)?.[1] ?? `no ${name}`;
    return arrival(field('Message-ID'), field('Return-Path'), field('X-Original-To|Delivered-To'));
  },
});

/** What has arrived in a tray. */
export class Arrivals {
  private readonly known = new Map<string, string>();

  constructor(private readonly tray: Tray) {}

  /** Waits until at least as many have arrived. @returns all that have, sorted */
  async wait(count: number, timeoutMs: number): Promise<string[]> {
    let files = this.files();
    for (const until = Date.now() + timeoutMs; files.length < count && Date.now() < until;) {
      await pause(100);
      files = this.files();
    }
    for (const file of files)
      if (!this.known.has(file))
        this.known.set(file, this.tray.read(readFileSync(join(this.tray.folder, file), 'latin1')));
    return [...this.known.values()].toSorted();
  }

  private files(): string[] {
    return readdirSync(this.tray.folder).filter((file) => file.endsWith(this.tray.suffix));
  }
}
