/** Jobs of an administrator need one. */
import { and, count, greaterThan, literal, not, or } from '../../expression/build.ts';
import { v } from '../../expression/references.ts';
import type { Rule } from '../../rules/rule.ts';

export const rules: readonly Rule[] = [
  {
    sentence: 'channels and chaincodes have an administrator',
    scope: 'release',
    severity: 'error',
    blames: v.administrator.msp.secretName,
    broken: and(
      or(greaterThan(count(v.channels), 0), greaterThan(count(v.chaincodes), 0)),
      not(v.administrator.msp.secretName),
    ),
    message: literal(
      "channels and chaincodes are the work of the organisation's administrator, and nobody is named. Put his certificate and key into a Secret and name it here",
    ),
  },
];
