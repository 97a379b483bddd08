/** `_names.tpl`: names and image references that the schema's rules know too. */
import { chartLabelName, fullname } from '../../schema/components/release/names.ts';
import { imageTemplate, mirror } from '../../schema/shared/image-reference.ts';
import type { Library } from '../file.ts';

export const file: Library = {
  path: 'templates/_names.tpl',
  about: 'Names and image references',
  templates: [chartLabelName, fullname, imageTemplate, mirror],
};
