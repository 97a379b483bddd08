/** The release's names must be ones that Kubernetes takes. */
import {
  and,
  eq,
  format,
  greaterThan,
  isSet,
  length,
  literal,
  matches,
  not,
  or,
} from '../../expression/build.ts';
import { v } from '../../expression/references.ts';
import type { Rule } from '../../rules/rule.ts';
import { dnsLabel } from '../../shared/patterns.ts';
import { fullname } from './names.ts';

export const rules: readonly Rule[] = [
  {
    sentence: "the release's full name is a DNS label",
    scope: 'release',
    severity: 'error',
    blames: v.fullnameOverride,
    broken: or(not(matches(dnsLabel, fullname)), greaterThan(length(fullname), 52)),
    message: format(
      'the full name %s is not a DNS label of at most 52 characters that starts with a letter. Set fullnameOverride',
      fullname,
    ),
  },
  {
    sentence: 'labels of the release hold the name',
    scope: 'release',
    severity: 'error',
    blames: v.nameOverride,
    broken: and(isSet(v.nameOverride), greaterThan(length(v.nameOverride), 52)),
    message: format('nameOverride %s is longer than 52 characters. Shorten it', v.nameOverride),
  },
  {
    sentence: 'the organisation is named',
    scope: 'release',
    severity: 'warning',
    blames: v.mspId,
    broken: eq(v.mspId, 'Org1MSP'),
    message: literal('mspId is Org1MSP, the default. Set the MSP ID of your organisation, unless this is it'),
  },
];
