// merkle-peer.js LEAVES: builds one tree with @openzeppelin/merkle-tree and with ours, in one run; the roots must be equal.
// Prints the seconds of both and how many times as fast ours is. DEPIN_NODE_MODULES names the folder of the library.
const { execFileSync } = require('child_process');
const { createHash } = require('crypto');
const path = require('path');
const { StandardMerkleTree } = require(process.env.DEPIN_NODE_MODULES + '/@openzeppelin/merkle-tree');

const leaves = Number(process.argv[2]);
const sha256 = text => createHash('sha256').update(text).digest('hex');
const totals = [];
for (let i = 0; i < leaves; i++) {
  totals.push(['0x' + sha256(`depin-addr-${i}`).slice(24), (BigInt('0x' + sha256(`depin-amt-${i}`).slice(0, 32)) % 10n ** 24n).toString()]);
}
const started = process.hrtime.bigint(), used = process.cpuUsage();
const { root } = StandardMerkleTree.of(totals, ['address', 'uint256']);
const wall = Number(process.hrtime.bigint() - started) / 1e9;
const { user, system } = process.cpuUsage(used);
const processor = (user + system) / 1e6;

const classes = ['sdk-core/core/target/classes', 'sdk-rewards/rewards/target/classes', 'sdk-rewards/rewards/target/test-classes'];
const java = execFileSync(path.join(process.env.JAVA_HOME || '/usr', 'bin/java'),
  ['-Xmx4g', '-cp', classes.map(c => path.join(__dirname, '..', c)).join(':'), 'org.depinsdk.rewards.distribution.MerkleLoad', leaves],
  { encoding: 'utf8' }).trim().split(' ');
if (java[0] !== root) throw new Error(`${leaves} leaves: our root is ${java[0]}, that of OpenZeppelin's library ${root}`);
console.log(`${leaves} leaves, root ${root}`);
console.log(`@openzeppelin/merkle-tree: ${wall.toFixed(2)} s, processor ${processor.toFixed(2)} s`);
console.log(`MerkleDistribution: ${java[1]} s, processor ${java[2]} s`);
console.log(`ratio: ${(wall / java[1]).toFixed(0)} by wall clock, ${(processor / java[2]).toFixed(0)} by processor time`);
