import fc from 'fast-check';
import { type Job, jobName, kindOf, queued, readJob } from './job.js';

const id = fc.bigInt({ min: 1n, max: 2n ** 63n - 1n }).map(String);
const jobs: fc.Arbitrary<Job> = fc.oneof(
  fc.record({ name: fc.constant('fan-out' as const), waveId: id }),
  fc.record({ name: fc.constant('send' as const), waveId: id, batchNo: fc.nat() }),
  fc.record({ name: fc.constant('notice' as const), noticeId: id }),
);
const others = (job: Job) =>
  (['sends', 'fan-outs', 'notices'] as const).filter((kind) => kind !== kindOf(job));

describe('a job in the queue', () => {
  it('is read as written', () => {
    fc.assert(
      fc.property(jobs, fc.nat(), (job, stamp) => {
        const { job: data, id: jobId } = queued(job, 10, stamp);
        expect(readJob(JSON.parse(JSON.stringify(data)), jobId, kindOf(job))).toEqual(job);
      }),
    );
  });

  it('is ignored in another queue, and when its data was altered', () => {
    fc.assert(
      fc.property(jobs, jobs, fc.nat(), (job, altered, stamp) => {
        const { id: jobId } = queued(job, 10, stamp);
        for (const other of others(job)) expect(readJob(job, jobId, other)).toBeNull();
        if (jobName(altered) !== jobName(job)) expect(readJob(altered, jobId, kindOf(altered))).toBeNull();
      }),
    );
  });

  it('is ignored in any other shape', () => {
    fc.assert(
      fc.property(fc.anything(), fc.string(), (data, jobId) => {
        expect(readJob(data, jobId, 'sends')).toBeNull();
      }),
    );
    const wrong: unknown[] = [
      { name: 'send', waveId: 1, batchNo: 0 },
      { name: 'send', waveId: '1', batchNo: -1 },
      { name: 'send', waveId: '1', batchNo: 0.5 },
      { name: 'send', waveId: '1', batchNo: 2 ** 31 },
      { name: 'send', waveId: '01', batchNo: 0 },
      { name: 'send', waveId: '9223372036854775808', batchNo: 0 },
      { name: 'send', waveId: "1'; DROP TABLE waves", batchNo: 0 },
      { name: 'send', waveId: '1', batchNo: 0, channel: 'sms' },
      { name: 'notice', noticeId: '' },
    ];
    for (const data of wrong) {
      const { name, waveId, batchNo, noticeId } = data as Record<string, unknown>;
      for (const jobId of [
        `send-${String(waveId)}-${String(batchNo)}-1`,
        `${String(name)}-${String(noticeId)}-1`,
      ])
        for (const kind of ['sends', 'notices'] as const) expect(readJob(data, jobId, kind)).toBeNull();
    }
  });
});
