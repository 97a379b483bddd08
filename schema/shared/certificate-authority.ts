/** How a Fabric CA is named, and how it is asked. */
import { type Node, section, text } from '../model/node.ts';
import { optionalObjectName } from './patterns.ts';
import { secretKey } from './secret-key.ts';

/** The address of a CA. User and password would stand in the values. */
export const caUrl: Node = text(
  '',
  'Address of the CA, e.g. `https://ca.example.com:7054`, without user and password.',
  {
    pattern: '^(https://[^/@ ]{1,250}/?)?$',
    expects: 'an address such as https://ca.example.com:7054, without user and password',
  },
);

/** Name and password at a CA. */
export const credentials: Node = section('Name and password as registered at the CA.', {
  secretName: text('', 'Secret that holds them.', optionalObjectName),
  usernameKey: secretKey('username', 'Key of the name.'),
  passwordKey: secretKey('password', 'Key of the password.'),
});

/** Name and password at a second CA, which may be those at the first. */
export const furtherCredentials: Node = section('Name and password as registered at this CA.', {
  secretName: text('', 'Secret that holds them; empty: as above.', optionalObjectName),
  usernameKey: secretKey('', 'Key of the name; empty: as above.'),
  passwordKey: secretKey('', 'Key of the password; empty: as above.'),
});
