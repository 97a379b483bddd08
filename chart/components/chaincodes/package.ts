/** Where the Job of a chaincode finds the package: mounted, copied from an image, fetched, or made by the Job itself. */
import type { Expr } from '../../../schema/expression/ast.ts';
import { literal } from '../../../schema/expression/build.ts';
import { type Fragment, field, when, withValue, yaml } from '../../language/index.ts';
import { containerSecurity } from '../administrator/job.ts';
import { type Chaincode, source } from './entry.ts';

const file = literal('package.tgz');

/** Where the script looks, below /package; nothing where it fetches or makes the package. */
export const pathOf = (chaincode: Expr<Chaincode>): Fragment => yaml`
  ${withValue(
    source(chaincode, 'claim'),
    (claim) => yaml`path: ${field(claim, 'path')}`,
    yaml`path: ${file}`,
  )}
`;

const copied = (name: Expr<string>, path: Expr<string>): Fragment => yaml`
  initContainers:
    - name: package
      image: ${name}
      imagePullPolicy: IfNotPresent
      command:
        - cp
        - ${path}
        - /package/package.tgz
      ${containerSecurity}
      volumeMounts:
        - name: package
          mountPath: /package
`;

/** Copies the package out of its image. */
export const before = (chaincode: Expr<Chaincode>): Fragment => yaml`
  ${withValue(source(chaincode, 'image'), (image) => copied(field(image, 'name'), field(image, 'path')))}
`;

/** Mounts of the Job's container. */
export const mounts = (isMounted: Expr<boolean>, serves: Expr<boolean>): Fragment => yaml`
  ${when(
    isMounted,
    yaml`
      - name: package
        mountPath: /package
        readOnly: true
    `,
  )}
  ${when(
    serves,
    yaml`
      - name: service-ca
        mountPath: /service-ca
        readOnly: true
    `,
  )}
`;

const item = (key: Expr<string>): Fragment => yaml`
  items:
    - key: ${key}
      path: ${file}
`;

/** Volumes of the Job's Pod. */
export const volumes = (chaincode: Expr<Chaincode>, serves: Expr<string>): Fragment => yaml`
  ${withValue(
    source(chaincode, 'configMap'),
    (from) => yaml`
      - name: package
        configMap:
          name: ${field(from, 'name')}
          ${item(field(from, 'key'))}
    `,
  )}
  ${withValue(
    source(chaincode, 'secret'),
    (from) => yaml`
      - name: package
        secret:
          secretName: ${field(from, 'name')}
          ${item(field(from, 'key'))}
    `,
  )}
  ${withValue(
    source(chaincode, 'claim'),
    (from) => yaml`
      - name: package
        persistentVolumeClaim:
          claimName: ${field(from, 'name')}
          readOnly: true
    `,
  )}
  ${when(
    source(chaincode, 'image'),
    yaml`
      - name: package
        emptyDir: {}
    `,
  )}
  ${withValue(
    serves,
    (secret) => yaml`
      - name: service-ca
        secret:
          secretName: ${secret}
          items:
            - key: ca.crt
              path: ca.crt
    `,
  )}
`;
