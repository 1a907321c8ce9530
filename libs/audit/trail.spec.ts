import { mustNameNobody } from './trail.js';

describe('a reason in the trail', () => {
  it('is rejected without being repeated', () => {
    try {
      mustNameNobody('rahasia 081234567890', 'reason');
      throw new Error('it was taken');
    } catch (error) {
      expect(error).toMatchObject({ kind: 'invalid', faults: [{ path: 'reason', code: 'names-address' }] });
      expect(JSON.stringify(error)).not.toContain('081234567890');
    }
  });
});
