/** `_names.tpl`: names, addresses and image references that the schema's rules know too. */
import {
  chaincodeImages,
  fabricVersion,
  imageTemplate,
  mirror,
} from '../../schema/components/chaincode/images.ts';
import {
  address,
  chaincodeHostname,
  chartLabelName,
  fullname,
  hostname,
  peerFullname,
  peerId,
} from '../../schema/components/peer/names.ts';
import type { Library } from '../file.ts';

export const file: Library = {
  path: 'templates/_names.tpl',
  about: 'Names, addresses and image references',
  templates: [
    chartLabelName,
    fullname,
    peerFullname,
    peerId,
    hostname,
    chaincodeHostname,
    address,
    fabricVersion,
    imageTemplate,
    mirror,
    ...Object.values(chaincodeImages),
  ],
};
