import { Injectable, Module, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { type TestDatabase, testConfig, testDatabase } from '../../../test/factories/database.js';
import { createLogger } from '../logging/logging.js';
import { PlatformModule } from '../platform.module.js';
import { Periodic } from './periodic.js';
import { SchedulingModule } from './scheduling.module.js';

/** Resolves with the number of its calls once it was called so often. */
const calls = (wanted: number) => {
  let count = 0;
  let reached!: (count: number) => void;
  const done = new Promise<number>((resolve) => (reached = resolve));
  return { call: () => ++count === wanted && reached(count), done, count: () => count };
};

@Injectable()
class Failing {
  readonly calls = calls(2);
  @Periodic('failing', 1)
  run(): Promise<void> {
    this.calls.call();
    return Promise.reject(new Error('no'));
  }
}

@Injectable()
class Working {
  readonly calls = calls(3);
  readonly slow = calls(2);
  ended = false;

  @Periodic('working', 3_600_000)
  run(): Promise<number> {
    this.calls.call();
    // Sooner than its rhythm.
    return Promise.resolve(1);
  }

  @Periodic('seldom', 3_600_000)
  seldom(): Promise<void> {
    this.slow.call();
    return Promise.resolve();
  }

  @Periodic('until it is stopped', 1)
  async long(signal: AbortSignal): Promise<void> {
    if (!signal.aborted) await new Promise((resolve) => signal.addEventListener('abort', resolve));
    this.ended = true;
  }
}

@Injectable()
class SameName {
  @Periodic('working', 1)
  run(): Promise<void> {
    return Promise.resolve();
  }
}

describe('the scheduler', () => {
  let db: TestDatabase;
  beforeAll(async () => {
    db = await testDatabase();
  });
  afterAll(() => db.drop());

  const start = async (...providers: Type[]) => {
    @Module({
      imports: [
        PlatformModule.forRoot(testConfig(db.url), createLogger('publisher', 'silent')),
        SchedulingModule,
      ],
      // An alias is the same instance again.
      providers: [...providers, { provide: 'alias', useExisting: providers[0] }],
    })
    class Program {}
    const context = await NestFactory.createApplicationContext(Program, {
      logger: false,
      abortOnError: false,
    });
    return context;
  };

  it('runs all periodic work, each at its own pace, whatever fails, and ends with the program', async () => {
    const context = await start(Working, Failing);
    const working = context.get(Working);
    await Promise.all([working.calls.done, context.get(Failing).calls.done]);
    expect([working.slow.count(), working.ended]).toEqual([1, false]);
    await context.close();
    expect(working.ended).toBe(true);
    const [before, failed] = [working.calls.count(), context.get(Failing).calls.count()];
    await new Promise(setImmediate);
    expect([working.calls.count(), context.get(Failing).calls.count()]).toEqual([before, failed]);
  });

  it('refuses two kinds of work with one name', async () => {
    await expect(start(Working, SameName)).rejects.toThrow('periodic work named working exists twice');
  });
});
