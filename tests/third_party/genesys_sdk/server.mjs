// Serves `prism proxy --errors` on loopback, behind TLS. Whatever breaks the description is answered with an error.
//
//     node server.mjs PORT CERTIFICATE.pem KEY.pem PRISM_PORT DESCRIPTION.json UPSTREAM
//
// Prism says when it listens, and what passes; what breaks the description is said as it says it to the other side.
// All of it ends when its stdin does, so that it never outlives the test that started it.
import dns from 'node:dns';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { argv, exit, stdin } from 'node:process';
import { createServer } from 'node:tls';

const HERE = '127.0.0.1';
const [port, certificate, key, prismPort, description, upstream] = argv.slice(2);

// Every name leads to this computer.
dns.lookup = (...asked) => {
  const found = asked.pop();
  if (asked[1]?.all) found(null, [{ address: HERE, family: 4 }]);
  else found(null, HERE, 4);
};

createServer({ cert: readFileSync(certificate), key: readFileSync(key) }, (outside) => {
  const inside = connect(prismPort, HERE);
  outside.pipe(inside).pipe(outside);
  inside.on('data', (answer) => {
    const found = /^sl-violations: .*$/m.exec(answer.toString());
    if (found) console.log(found[0]);
  });
  outside.on('error', () => inside.destroy());
  inside.on('error', () => outside.destroy());
}).listen(port, HERE);

argv.splice(2, Infinity, 'proxy', '--errors', '--host', HERE, '--port', prismPort, description, upstream);
await import('@stoplight/prism-cli');

stdin.resume();
stdin.on('end', () => exit());
