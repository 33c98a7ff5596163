// look.js CHROMIUM PAGE...: opens each page (a file or a file=NAME address) as a phone and as a desktop, light and dark, and fails if one
// writes an error to the console, asks for anything, is wider than the window, or if axe-core finds something serious.
const path = require('path');
const modules = process.env.DEPIN_NODE_MODULES;
const puppeteer = require(path.join(modules, 'puppeteer-core'));
const axe = require('fs').readFileSync(path.join(modules, 'axe-core', 'axe.min.js'), 'utf8');
const [chromium, ...pages] = process.argv.slice(2);
const SIZES = { phone: { width: 360, height: 740, isMobile: true, hasTouch: true }, desktop: { width: 1280, height: 800 } };
const shots = process.env.LOOK_SHOTS;

// what is wider than the window, or cut by it, although nothing lets a reader scroll to it
const cutOff = () => {
  const wide = document.documentElement.clientWidth;
  const faults = document.documentElement.scrollWidth > wide ? [`the page is ${document.documentElement.scrollWidth} wide, the window ${wide}`] : [];
  for (const element of document.body.querySelectorAll('*')) {
    const box = element.getBoundingClientRect();
    if (box.width < 2 || element.closest('.scroll > table, caption')) continue;
    if (box.right > wide + 1 || box.left < -1) faults.push(`<${element.localName} class="${element.getAttribute('class') || ''}"> reaches from ${Math.round(box.left)} to ${Math.round(box.right)}`);
  }
  return faults.slice(0, 5);
};

(async () => {
  const browser = await puppeteer.launch({ executablePath: chromium, args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu'] });
  let faults = 0, looks = 0;
  for (const address of pages) {
    for (const [size, viewport] of Object.entries(SIZES)) {
      for (const scheme of ['light', 'dark']) {
        const said = [];
        const page = await browser.newPage();
        await page.setViewport(viewport);
        await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
        // a search that finds nothing is a page with status 404, which the browser notes
        page.on('console', message => { if (['error', 'warn', 'assert'].includes(message.type()) && !(message.location().url === page.mainUrl && /status of 404/.test(message.text()))) said.push('console: ' + message.text()); });
        page.on('pageerror', error => said.push('script: ' + error.message));
        page.on('request', request => { if (request.url() !== page.mainUrl && !request.url().startsWith('data:')) said.push('request: ' + request.url()); });
        page.mainUrl = /^https?:/.test(address) ? address : 'file://' + path.resolve(address);
        await page.goto(page.mainUrl, { waitUntil: 'load' });
        await page.evaluate(() => document.querySelectorAll('details').forEach((one, i) => { one.open = i < 6; }));
        said.push(...(await page.evaluate(cutOff)).map(fault => 'cut off: ' + fault));
        if (shots) await page.screenshot({ path: `${shots}/${path.basename(path.dirname(address))}-${size}-${scheme}.png`, fullPage: true });
        await page.evaluate(axe);
        const { violations } = await page.evaluate(() => axe.run({ resultTypes: ['violations'] }));
        violations.filter(one => ['serious', 'critical'].includes(one.impact))
          .forEach(one => said.push(`axe-core: ${one.id}: ${one.help}: ${one.nodes.length} times, first ${one.nodes[0].html.slice(0, 160)}`));
        // what a reader does: search, and save a table
        said.push(...await page.evaluate(() => {
          const input = document.querySelector('form[role=search]:not([action]) input');
          if (!input) return [];
          const operators = [...document.querySelectorAll('details.operator')];
          input.value = operators[0].id;
          input.dispatchEvent(new Event('input', { bubbles: true }));
          const shown = operators.filter(one => !one.hidden);
          return shown.length === 1 && shown[0].open ? [] : [`search: ${shown.length} operators for an id`];
        }));
        looks++;
        faults += said.length;
        said.forEach(fault => console.log(`${address}, ${size}, ${scheme}: ${fault}`));
        await page.close();
      }
    }
  }
  await browser.close();
  console.log(`${pages.length} pages, ${looks} looks, ${faults} faults`);
  process.exit(faults === 0 && looks > 0 ? 0 : 1);
})().catch(error => { console.log(error.stack); process.exit(1); });
