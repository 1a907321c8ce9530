import { createBullBoard } from '@bull-board/api';
import { ExpressAdapter } from '@bull-board/express';
import type { Express, NextFunction, Response } from 'express';
import { Problem } from '#platform/http';
import type { Queues } from '#queue';
import type { Gate, StaffRequest } from '../auth/gate.js';

/** The path of the queue dashboard. */
const QUEUE_BOARD = '/ops/queues';
/** The console's page that leads here: it asks for a sign-in, and tells who lacks the role. */
const OPERATIONS = '/operasi';
/** How long the queue may take to answer, in ms: without it, the dashboard would hang. */
const LIMIT_MS = 2_000;

/**
 * Mounts the queue dashboard, for operators only and read-only: acts on a queue are on the operations page, which checks
 * them and records them in the trail.
 */
export function mountQueueBoard(app: Express, queues: Queues, gate: Gate): void {
  const board = new ExpressAdapter();
  board.setBasePath(QUEUE_BOARD);
  createBullBoard({
    queues: queues.boards(),
    serverAdapter: board,
    options: {
      uiConfig: {
        boardTitle: 'Siar',
        // Links back to the operations page, where operators act.
        boardLogo: { path: '/siar.svg', width: 28, height: 28 },
        miscLinks: [{ text: '← Operasi', url: OPERATIONS }],
      },
    },
  });
  const admit = async (request: StaffRequest): Promise<void> => {
    // The dashboard's page polls these, whether or not anybody looks.
    const data = request.path.startsWith('/api/');
    await gate.admit(request, { roles: ['operator'], unattended: data });
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      throw new Problem('board-shows');
    }
    if (data) await mustBeThere(queues);
  };
  app.use(
    QUEUE_BOARD,
    async (request: StaffRequest, response: Response, next: NextFunction): Promise<void> => {
      try {
        await admit(request);
      } catch (error) {
        if (!(error instanceof Problem) || !isOpened(request)) throw error;
        return response.redirect(OPERATIONS);
      }
      if (!request.path.startsWith('/api/')) withoutFonts(response);
      next();
    },
    board.getRouter(),
  );
}

/** Whether a browser opens the dashboard as a page; programs, and the page itself, get the refusal as JSON. */
const isOpened = (request: StaffRequest): boolean =>
  request.method === 'GET' &&
  !request.path.startsWith('/api/') &&
  request.accepts(['json', 'html']) === 'html';

/** The dashboard's page loads fonts from Google, without an option to disable it; our policy forbids it. */
const FONTS = /<link[^>]+fonts\.googleapis\.com[^>]+>/g;
function withoutFonts(response: Response): void {
  const send = response.send.bind(response);
  response.send = (body: unknown) => send(typeof body === 'string' ? body.replaceAll(FONTS, '') : body);
}

/** @throws Problem unavailable when the queues cannot be reached */
async function mustBeThere(queues: Queues): Promise<void> {
  try {
    await queues.check(LIMIT_MS);
  } catch {
    throw new Problem('queue-away', {}, [], { down: ['queue'] });
  }
}
