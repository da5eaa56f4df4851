/** Defines `<conflict-map>`. */
import { ConflictMap } from "./conflict-map";

if (!customElements.get("conflict-map")) customElements.define("conflict-map", ConflictMap);

export { ConflictMap };
