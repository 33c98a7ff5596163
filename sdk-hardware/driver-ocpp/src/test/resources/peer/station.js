// A charging station of the npm package ocpp-rpc, which checks every message against the official schemas in both
// directions. Arguments: endpoint, identity, password, version, the signed begin, the signed end. Prints one line a step.
const { RPCClient } = require('ocpp-rpc');
const [endpoint, identity, password, version, begin, end] = process.argv.slice(2);

const say = (step, what) => console.log(step + ' ' + JSON.stringify(what === undefined ? {} : what));
const base64 = text => Buffer.from(text, 'utf8').toString('base64');
const now = () => new Date().toISOString();

const client = new RPCClient({
  endpoint, identity, password, protocols: [version], strictMode: true, reconnect: false, callTimeoutMs: 15000,
});
client.on('strictValidationFailure', event => say('invalid', String(event.error)));

let started;
let stopped;
const toStart = new Promise(resolve => { started = resolve; });
const toStop = new Promise(resolve => { stopped = resolve; });

async function session16() {
  const settings = { MeterPublicKey1: 'oca:base16:asn1:30', SampledDataSignReadings: 'false' };
  client.handle('ChangeConfiguration', ({ params }) => {
    settings[params.key] = params.value;
    return { status: 'Accepted' };
  });
  client.handle('GetConfiguration', ({ params }) => ({
    configurationKey: params.key.filter(k => k in settings).map(key => ({ key, readonly: false, value: settings[key] })),
    unknownKey: params.key.filter(k => !(k in settings)),
  }));
  client.handle('RemoteStartTransaction', ({ params }) => { started(params); return { status: 'Accepted' }; });
  client.handle('RemoteStopTransaction', ({ params }) => { stopped(params); return { status: 'Accepted' }; });
  say('boot', await client.call('BootNotification', { chargePointVendor: 'npm', chargePointModel: 'ocpp-rpc' }));
  say('heartbeat', await client.call('Heartbeat', {}));
  say('authorize', await client.call('Authorize', { idTag: 'TAG1' }));
  say('refused', await client.call('Authorize', { idTag: 'nobody' }));
  await client.call('StatusNotification', { connectorId: 1, errorCode: 'NoError', status: 'Available' });
  const asked = await toStart;
  const { transactionId } = await client.call('StartTransaction',
    { connectorId: 1, idTag: asked.idTag, meterStart: 1000, timestamp: now() });
  say('started', transactionId);
  await client.call('MeterValues', { connectorId: 1, transactionId, meterValue: [{ timestamp: now(), sampledValue: [
    { value: begin, format: 'SignedData', context: 'Transaction.Begin' },
    { value: '21.5', measurand: 'Temperature', unit: 'Celcius' }] }] });
  const stop = await toStop;
  const wrapped = JSON.stringify({ signedMeterData: base64(end), encodingMethod: 'OCMF', signingMethod: '', publicKey: '' });
  say('ended', await client.call('StopTransaction', { transactionId: stop.transactionId, meterStop: 12000,
    timestamp: now(), reason: 'Remote', idTag: 'TAG1', transactionData: [{ timestamp: now(), sampledValue: [
      { value: wrapped, format: 'SignedData', context: 'Transaction.End' }] }] }));
  say('data', await client.call('DataTransfer', { vendorId: 'npm', messageId: 'm', data: 'x' }));
}

async function session201() {
  let signs = 'false';
  client.handle('SetVariables', ({ params: { setVariableData: [{ component, variable, attributeValue }] } }) => {
    signs = attributeValue;
    return { setVariableResult: [{ attributeStatus: 'Accepted', component, variable }] };
  });
  client.handle('GetVariables', ({ params: { getVariableData: [{ component, variable }] } }) => (
    { getVariableResult: [{ attributeStatus: 'Accepted', attributeValue: signs, component, variable }] }));
  client.handle('RequestStartTransaction', ({ params }) => { started(params); return { status: 'Accepted' }; });
  client.handle('RequestStopTransaction', ({ params }) => { stopped(params); return { status: 'Accepted' }; });
  client.handle('GetBaseReport', ({ params }) => {
    setImmediate(() => client.call('NotifyReport', { requestId: params.requestId, generatedAt: now(), seqNo: 0,
      reportData: [{ component: { name: 'OCPPCommCtrlr' }, variable: { name: 'HeartbeatInterval' },
        variableAttribute: [{ value: '300' }] }] }));
    return { status: 'Accepted' };
  });
  say('boot', await client.call('BootNotification',
    { reason: 'PowerUp', chargingStation: { vendorName: 'npm', model: 'ocpp-rpc' } }));
  say('heartbeat', await client.call('Heartbeat', {}));
  say('authorize', await client.call('Authorize', { idToken: { idToken: 'TAG1', type: 'ISO14443' } }));
  say('refused', await client.call('Authorize', { idToken: { idToken: 'nobody', type: 'ISO14443' } }));
  await client.call('StatusNotification', { timestamp: now(), connectorStatus: 'Available', evseId: 1, connectorId: 1 });
  const asked = await toStart;
  const transactionId = 'b7a1c9e0-0001';
  const signed = (text, context) => [{ timestamp: now(), sampledValue: [{ value: 1, context,
    signedMeterValue: { signedMeterData: base64(text), signingMethod: '', encodingMethod: 'OCMF', publicKey: '' } }] }];
  say('started', await client.call('TransactionEvent', { eventType: 'Started', timestamp: now(),
    triggerReason: 'RemoteStart', seqNo: 0, evse: { id: 1, connectorId: 1 }, idToken: asked.idToken,
    transactionInfo: { transactionId, chargingState: 'Charging', remoteStartId: asked.remoteStartId },
    meterValue: signed(begin, 'Transaction.Begin') }));
  await client.call('TransactionEvent', { eventType: 'Updated', timestamp: now(), triggerReason: 'MeterValuePeriodic',
    seqNo: 1, transactionInfo: { transactionId }, meterValue: [{ timestamp: now(), sampledValue: [
      { value: 6.5, unitOfMeasure: { unit: 'Wh', multiplier: 3 } }] }] });
  await toStop;
  say('ended', await client.call('TransactionEvent', { eventType: 'Ended', timestamp: now(), triggerReason: 'RemoteStop',
    seqNo: 2, transactionInfo: { transactionId, stoppedReason: 'Remote' }, meterValue: signed(end, 'Transaction.End') }));
  say('data', await client.call('DataTransfer', { vendorId: 'npm', messageId: 'm', data: 'x' }));
}

client.connect()
  .then(() => (version === 'ocpp1.6' ? session16() : session201()))
  .then(() => client.close())
  .then(() => say('done'))
  .catch(error => say('failed', { code: error.code, message: String(error.message) }))
  .finally(() => process.exit(0));
