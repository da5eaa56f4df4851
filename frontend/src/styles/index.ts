/** The element's style sheets, adopted so that a policy without 'unsafe-inline' holds. */
import leaflet from "leaflet/dist/leaflet.css?raw";
import { paletteCss } from "../palette";
import clock from "./clock.css?inline";
import compare from "./compare.css?inline";
import layout from "./layout.css?inline";
import panel from "./panel.css?inline";
import report from "./report.css?inline";
import search from "./search.css?inline";
import timebar from "./timebar.css?inline";

let sheets: CSSStyleSheet[] | null = null;

/** Give a shadow root the styles. Leaflet's pictures (layers control, markers) are not used, so their addresses go. */
export function adopt(root: ShadowRoot): void {
  sheets ??= [leaflet.replace(/url\([^)]*\)/g, "none"), paletteCss(), layout, panel, report, search, timebar, compare, clock].map((text) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    return sheet;
  });
  root.adoptedStyleSheets = sheets;
}
