// The same operations as the Go chaincode, on the shim alone; bundled into one file, so that the peer builds it offline.
const shim = require('fabric-shim');
const kv = {
  async Init() {
    return shim.success();
  },
  async Invoke(stub) {
    const { fcn, params } = stub.getFunctionAndParameters();
    if (fcn === 'put' && params.length === 2) {
      await stub.putState(params[0], Buffer.from(params[1]));
      return shim.success();
    }
    if (fcn === 'get' && params.length === 1)
      return shim.success(Buffer.from(await stub.getState(params[0])));
    return shim.error(`unknown function ${fcn}`);
  },
};
shim.start(kv);
