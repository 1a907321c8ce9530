import { createBullBoard } from '@bull-board/api';
import { ExpressAdapter } from '@bull-board/express';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { NextFunction, Response } from 'express';
import { DataSource } from 'typeorm';
import { record } from '#audit';
import { Problem } from '#platform';
import { Queues } from '#queue';
import { Gate, type StaffRequest } from '../auth/gate.js';

/** Where the dashboard of the queues is. */
const QUEUE_BOARD = '/ops/queues';
/** How long the queue may take to say that it is there, in ms: without it the dashboard would keep people waiting. */
const LIMIT_MS = 2_000;

/** Mounts the dashboard of the queues, for operators only. What they do there goes into the trail. */
export function mountQueueBoard(app: NestExpressApplication): void {
  const board = new ExpressAdapter();
  board.setBasePath(QUEUE_BOARD);
  const queues = app.get(Queues);
  createBullBoard({
    queues: queues.boards(),
    serverAdapter: board,
    options: { uiConfig: { boardTitle: 'Siar' } },
  });
  const gate = app.get(Gate);
  const database = app.get(DataSource);
  const admit = async (request: StaffRequest): Promise<void> => {
    const reads = request.method === 'GET' || request.method === 'HEAD';
    const { personId } = await gate.admit(request, { roles: ['operator'], stepUp: !reads });
    if (request.path.startsWith('/api/')) await mustBeThere(queues);
    if (reads) return;
    const detail = { method: request.method, path: request.path };
    await record(database.manager, {
      actorId: personId,
      act: 'queue.operate',
      subject: 'queue:board',
      detail,
    });
  };
  app.use(
    QUEUE_BOARD,
    async (request: StaffRequest, _response: Response, next: NextFunction): Promise<void> => {
      await admit(request);
      next();
    },
    board.getRouter(),
  );
}

/** @throws Problem unavailable when the queues cannot be reached */
async function mustBeThere(queues: Queues): Promise<void> {
  try {
    await queues.check(LIMIT_MS);
  } catch {
    throw new Problem(
      'unavailable',
      'Siar cannot reach its queue just now. Nothing was changed; try again in a minute.',
      [],
      { down: ['queue'] },
    );
  }
}
