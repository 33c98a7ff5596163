// A central system of the npm package ocpp-rpc, which checks every message against the official schemas in both
// directions. Arguments: the right password, version. Prints one line a step, first its port; ends when its station left.
const { RPCServer, createRPCError } = require('ocpp-rpc');
const [password, version] = process.argv.slice(2);

const say = (step, what) => console.log(step + ' ' + JSON.stringify(what === undefined ? {} : what));
const now = () => new Date().toISOString();
const server = new RPCServer({ protocols: [version], strictMode: true });

server.auth((accept, reject, handshake) => {
  if (handshake.password && handshake.password.toString('utf8') === password) {
    accept();
  } else {
    say('refused', handshake.identity);
    reject(401);
  }
});

const signed16 = values => values.flatMap(v => v.sampledValue).filter(s => s.format === 'SignedData').map(s => s.value);
const signed201 = values => (values || []).flatMap(v => v.sampledValue).filter(s => s.signedMeterValue)
  .map(s => Buffer.from(s.signedMeterValue.signedMeterData, 'base64').toString('utf8'));
const accepted = tag => ({ status: tag.startsWith('TAG') ? 'Accepted' : 'Invalid' });

function session16(client) {
  client.handle('BootNotification', ({ params }) => {
    say('boot', params);
    return { status: 'Accepted', currentTime: now(), interval: 300 };
  });
  client.handle('Heartbeat', () => ({ currentTime: now() }));
  client.handle('Authorize', ({ params }) => ({ idTagInfo: accepted(params.idTag) }));
  client.handle('StatusNotification', () => {
    setImmediate(async () => say('start', await client.call('RemoteStartTransaction', { connectorId: 1, idTag: 'TAG1' })));
    return {};
  });
  client.handle('StartTransaction', ({ params }) => {
    say('started', params);
    return { transactionId: 4711, idTagInfo: accepted(params.idTag) };
  });
  client.handle('MeterValues', ({ params }) => {
    say('begin', signed16(params.meterValue));
    setImmediate(async () => say('stop', await client.call('RemoteStopTransaction', { transactionId: params.transactionId })));
    return {};
  });
  client.handle('StopTransaction', ({ params }) => {
    say('ended', { transaction: params.transactionId, reason: params.reason, meterStop: params.meterStop });
    say('end', signed16(params.transactionData));
    return { idTagInfo: accepted(params.idTag) };
  });
}

function session201(client) {
  client.handle('BootNotification', ({ params }) => {
    say('boot', params);
    return { status: 'Accepted', currentTime: now(), interval: 300 };
  });
  client.handle('Heartbeat', () => ({ currentTime: now() }));
  client.handle('Authorize', ({ params }) => ({ idTokenInfo: accepted(params.idToken.idToken) }));
  client.handle('StatusNotification', () => {
    setImmediate(async () => {
      say('report', await client.call('GetBaseReport', { requestId: 7, reportBase: 'SummaryInventory' }));
      say('start', await client.call('RequestStartTransaction',
        { remoteStartId: 42, evseId: 1, idToken: { idToken: 'TAG1', type: 'Central' } }));
    });
    return {};
  });
  client.handle('NotifyReport', ({ params }) => {
    say('inventory', params.reportData);
    return {};
  });
  client.handle('TransactionEvent', ({ params }) => {
    const signed = signed201(params.meterValue);
    if (params.eventType === 'Started') {
      say('started', params.transactionInfo);
      say('begin', signed);
      setImmediate(async () => say('stop',
        await client.call('RequestStopTransaction', { transactionId: params.transactionInfo.transactionId })));
    }
    if (params.eventType === 'Ended') {
      say('ended', { transaction: params.transactionInfo.transactionId, reason: params.transactionInfo.stoppedReason });
      say('end', signed);
    }
    return params.idToken ? { idTokenInfo: accepted(params.idToken.idToken) } : {};
  });
}

server.on('client', client => {
  client.on('strictValidationFailure', event => say('invalid', String(event.error)));
  client.on('close', () => {
    say('left');
    process.exit(0);
  });
  client.handle(({ method }) => { throw createRPCError('NotImplemented', method); });
  (version === 'ocpp1.6' ? session16 : session201)(client);
});

server.listen(0, '127.0.0.1').then(http => say('port', http.address().port));
