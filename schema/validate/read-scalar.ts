/** Reads one scalar of a values file: its value, and what Helm would refuse about it. */
import { EVENT_ID, type Event, getScalarValue, SCALAR_STYLE } from 'js-yaml';
import { plainScalar, type Scalar, taggedScalar } from './scalars.ts';

/** A scalar as the parser reports it. */
export type ScalarEvent = Extract<Event, { type: typeof EVENT_ID.SCALAR }>;

interface Complaint {
  readonly offset: number;
  readonly message: string;
}

/** A scalar that was read. */
export interface ReadScalar {
  readonly value: Scalar;
  /** Its text, where that is read as something else than a text. */
  readonly written?: string;
  readonly complaints: readonly Complaint[];
}

const tagOf = (text: string, event: ScalarEvent): string =>
  event.tagStart >= 0 ? text.slice(event.tagStart, event.tagEnd) : '';

/** Whether an event is the key `<<` that merges a map; a quoted one is a key like any other. */
export const isMergeKey = (text: string, event: Event): boolean =>
  event.type === EVENT_ID.SCALAR &&
  event.style === SCALAR_STYLE.PLAIN &&
  ['', '!!merge'].includes(tagOf(text, event)) &&
  getScalarValue(text, event) === '<<';

/** Escapes that js-yaml reads and go-yaml 2 does not: `\/`, and halves of surrogate pairs. */
const escapes = (text: string, event: ScalarEvent): Complaint[] =>
  [
    ...text.slice(event.valueStart, event.valueEnd).matchAll(/\\(u[dD][89a-fA-F][0-9a-fA-F]{2}|.)/gsu),
  ].flatMap(({ 1: sign = '', index }) => {
    if (sign !== '/' && sign.length === 1) return [];
    const remedy = sign === '/' ? 'Write / alone' : 'Write the character itself, or \\U and eight digits';
    return [
      { offset: event.valueStart + index, message: `Helm does not know the escape \\${sign}. ${remedy}` },
    ];
  });

/** Reads a scalar; `isSecret` keeps its text out of the complaints. */
export const readScalar = (text: string, event: ScalarEvent, isSecret: boolean): ReadScalar => {
  const content = getScalarValue(text, event);
  const tag = tagOf(text, event);
  const isPlain = event.style === SCALAR_STYLE.PLAIN;
  const complaints = event.style === SCALAR_STYLE.DOUBLE_QUOTED ? escapes(text, event) : [];
  if (tag === '' && !isPlain) return { value: content, complaints };
  const value = tag === '' ? plainScalar(content) : taggedScalar(tag, content);
  if (value === undefined) {
    const wrong =
      tag === ''
        ? 'is not a number that Helm can read. Give a finite number, or quote it'
        : `is not a ${tag}. Leave the tag out, or correct the value`;
    const message = `${isSecret ? 'the value' : content} ${wrong}`;
    return { value: content, complaints: [...complaints, { offset: event.valueStart, message }] };
  }
  return {
    value,
    complaints,
    ...(isPlain && typeof value !== 'string' ? { written: content } : {}),
  };
};
