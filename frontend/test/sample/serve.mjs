/** Serves the built page over the sample release, with the content security policy of the real site: `node serve.mjs [PORT]`. */
import { createReadStream, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, resolve, sep } from "node:path";

const here = import.meta.dirname;
const roots = { "/published/": resolve(here, "published"), "/static/": resolve(here, "../../dist") };
const types = { ".js": "text/javascript", ".css": "text/css", ".json": "application/json", ".svg": "image/svg+xml" };
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'";

function page(language, theatre) {
  return `<!doctype html><html lang="${language}" dir="${language === "ar" ? "rtl" : "ltr"}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover"><title>Sample</title>
<link rel="icon" href="/static/icon.svg"><link rel="stylesheet" href="/static/page.css"><script type="module" src="/static/conflict-map.js"></script></head>
<body><conflict-map theatre="${theatre}" lang="${language}" linked></conflict-map></body></html>`;
}

createServer((request, response) => {
  const url = new URL(request.url ?? "/", "http://localhost");
  response.setHeader("Content-Security-Policy", policy);
  if (url.pathname === "/") {
    const theatre = url.searchParams.get("theatre") ?? "karsova";
    response.setHeader("Content-Type", "text/html; charset=utf-8");
    response.end(page(url.searchParams.get("lang") === "ar" ? "ar" : "en", /^[a-z-]+$/.test(theatre) ? theatre : "karsova"));
    return;
  }
  for (const [prefix, root] of Object.entries(roots)) {
    const file = resolve(root, url.pathname.slice(prefix.length));
    if (!url.pathname.startsWith(prefix) || !file.startsWith(root + sep)) continue;
    try {
      if (!statSync(file).isFile()) break;
      response.setHeader("Content-Type", types[extname(file)] ?? "application/octet-stream");
      createReadStream(file).pipe(response);
      return;
    } catch {
      break;
    }
  }
  response.statusCode = 404;
  response.end("not found");
}).listen(Number(process.argv[2] ?? 8123), "127.0.0.1");
