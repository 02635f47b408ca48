// Serves oidc-provider on loopback, behind TLS, under the name and the paths of a login host of Genesys Cloud.
//
//     node server.mjs CERTIFICATE.pem KEY.pem CLIENTS.json
//
// Prints `port N` when it listens, and ends when its stdin does, so that it never outlives the test that started it.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { argv, stdin } from 'node:process';
import { Provider } from 'oidc-provider';

const [certificate, key, clients] = argv.slice(2).map((path) => readFileSync(path, 'utf8'));

const provider = new Provider('https://login.mypurecloud.de', {
  clients: JSON.parse(clients),
  routes: { authorization: '/oauth/authorize' },
});

const server = createServer({ cert: certificate, key }, provider.callback());
server.listen(0, '127.0.0.1', () => console.log(`port ${server.address().port}`));

stdin.resume();
stdin.on('end', () => process.exit());
