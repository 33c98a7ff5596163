// kubernetes.mjs FILE: validates each document of a Kubernetes manifest by the schema of its kind, and refuses fields that the schema
// does not have: those that the validation never read.
import fs from 'node:fs';
import { createRequire } from 'node:module';
const modules = process.env.DEPIN_NODE_MODULES;
const YAML = createRequire(modules + '/')('js-yaml');
const unread = new Set();
const watched = (value, path) => {
  if (value === null || typeof value !== 'object') return value;
  const copy = Array.isArray(value) ? [] : {};
  for (const key of Object.keys(value)) {
    copy[key] = watched(value[key], `${path}/${key}`);
    unread.add(`${path}/${key}`);
  }
  return new Proxy(copy, {
    get(target, key) {
      unread.delete(`${path}/${String(key)}`);
      return target[key];
    },
  });
};
for (const doc of YAML.loadAll(fs.readFileSync(process.argv[2], 'utf8'))) {
  const [group, version] = doc.apiVersion.includes('/') ? doc.apiVersion.split('/') : ['core', doc.apiVersion];
  const name = `IoK8sApi${[group, version].map(word => word[0].toUpperCase() + word.slice(1)).join('')}${doc.kind}`;
  const { validate } = await import(`${modules}/kubernetes-models/_schemas/${name}.js`);
  unread.clear();
  if (!validate(watched(doc, ''))) throw new Error(validate.errors.map(e => `${e.instancePath} ${e.message ?? e.keyword}`).join(', '));
  if (unread.size) throw new Error(`${doc.kind} has no ${[...unread].join(', no ')}`);
  console.log(`${doc.kind} ${doc.metadata.name} fits its schema`);
}
